package network.golem.vm.discovery.advertisement;

import java.time.Instant;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The last word of every provider that was heard of lately. */
interface LastWords extends Repository<LastWord, String> {

  Optional<LastWord> findById(String providerId);

  LastWord save(LastWord word);

  @Modifying
  @Query("delete from LastWord w where w.forgetAt < :now")
  int deleteForgotten(Instant now);
}
