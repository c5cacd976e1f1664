package network.golem.vm.discovery.advertisement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** All listings, live or about to be swept. */
interface Listings extends Repository<Listing, String> {

  Optional<Listing> findById(String providerId);

  Listing save(Listing listing);

  void deleteById(String providerId);

  /** In the order of provider ids, after the one given. */
  @Query(
      """
      select l from Listing l
      where l.providerId > :after and l.liveUntil > :now
        and l.cpu >= :cpu and l.memory >= :memory and l.storage >= :storage
        and (:country is null or l.country = :country)
        and (:name is null or l.name = :name)
      order by l.providerId
      """)
  List<Listing> findLive(
      String after,
      Instant now,
      int cpu,
      int memory,
      int storage,
      @Nullable String country,
      @Nullable String name,
      Limit limit);

  @Modifying
  @Query("delete from Listing l where l.liveUntil <= :now")
  int deleteExpired(Instant now);
}
