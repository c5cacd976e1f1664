"""The earlier discovery's two endpoints as FastAPI, SQLAlchemy and SQLite are usually put together: a stand-in for it, to be
measured against. Settings of SQLite are its defaults: rollback journal, synchronous=FULL."""
import os
from datetime import datetime, timedelta
from typing import Optional

from fastapi import Depends, FastAPI, Header, HTTPException
from pydantic import BaseModel
from sqlalchemy import JSON, Column, DateTime, String, func, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import declarative_base, sessionmaker

LIFE = timedelta(minutes=5)

engine = create_async_engine("sqlite+aiosqlite:///" + os.environ["DB_FILE"])
new_session = sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)
Base = declarative_base()


class Row(Base):
    __tablename__ = "advertisements"
    provider_id = Column(String, primary_key=True)
    ip_address = Column(String, nullable=False)
    country = Column(String(2), nullable=False, index=True)
    resources = Column(JSON, nullable=False)
    created_at = Column(DateTime, server_default=func.now(), nullable=False)
    updated_at = Column(DateTime, server_default=func.now(), onupdate=func.now(), nullable=False, index=True)


class Offer(BaseModel):
    ip_address: str
    country: str
    resources: dict


class Listed(Offer):
    provider_id: str
    created_at: datetime
    updated_at: datetime

    class Config:
        orm_mode = True


app = FastAPI()


@app.on_event("startup")
async def create_tables():
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


async def session():
    async with new_session() as one:
        yield one


@app.post("/api/v1/advertisements", response_model=Listed)
async def announce(offer: Offer, x_provider_id: str = Header(...), x_provider_signature: str = Header(...),
                   db: AsyncSession = Depends(session)):
    if not x_provider_signature:
        raise HTTPException(401)
    row = await db.get(Row, x_provider_id)
    if row is None:
        row = Row(provider_id=x_provider_id, created_at=datetime.utcnow())
        db.add(row)
    row.ip_address, row.country, row.resources = offer.ip_address, offer.country, offer.resources
    row.updated_at = datetime.utcnow()
    await db.commit()
    return row


@app.get("/api/v1/advertisements", response_model=list[Listed])
async def search(cpu: Optional[int] = None, memory: Optional[int] = None, storage: Optional[int] = None,
                 country: Optional[str] = None, db: AsyncSession = Depends(session)):
    query = select(Row).where(Row.updated_at >= datetime.utcnow() - LIFE)
    for name, least in (("cpu", cpu), ("memory", memory), ("storage", storage)):
        if least is not None:
            query = query.where(Row.resources[name].as_integer() >= least)
    if country is not None:
        query = query.where(Row.country == country)
    return (await db.execute(query)).scalars().all()
