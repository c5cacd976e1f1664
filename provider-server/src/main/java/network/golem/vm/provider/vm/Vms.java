package network.golem.vm.provider.vm;

import java.util.List;
import java.util.Optional;
import network.golem.vm.model.vm.VmState;
import org.springframework.data.repository.Repository;

/** All rented VMs that this provider remembers. */
interface Vms extends Repository<Vm, String> {

  Vm save(Vm vm);

  Optional<Vm> findById(String id);

  Optional<Vm> findByIdAndRequestorAndStateNot(String id, String requestor, VmState state);

  List<Vm> findByRequestorAndStateNotOrderByCreatedAt(String requestor, VmState state);

  boolean existsByRequestorAndNameAndStateNot(String requestor, String name, VmState state);

  List<Vm> findByStateNot(VmState state);

  List<Vm> findByReservedTrue();
}
