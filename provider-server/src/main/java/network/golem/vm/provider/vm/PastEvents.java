package network.golem.vm.provider.vm;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** The history of all VMs. */
interface PastEvents extends Repository<PastEvent, PastEvent.Key> {

  PastEvent save(PastEvent event);

  List<PastEvent> findByVmIdAndSequenceGreaterThanOrderBySequence(String vmId, long sequence);

  Optional<PastEvent> findFirstByVmIdOrderBySequenceDesc(String vmId);
}
