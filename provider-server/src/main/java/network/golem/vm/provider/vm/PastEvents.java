package network.golem.vm.provider.vm;

import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The history of all VMs. */
interface PastEvents extends Repository<PastEvent, PastEvent.Key> {

  PastEvent save(PastEvent event);

  List<PastEvent> findByVmIdAndSequenceGreaterThanOrderBySequence(String vmId, long sequence);

  @Query("select coalesce(max(event.sequence), 0) from PastEvent event where event.vmId = :vmId")
  long lastSequence(String vmId);
}
