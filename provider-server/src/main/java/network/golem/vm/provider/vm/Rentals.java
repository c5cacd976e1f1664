package network.golem.vm.provider.vm;

import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.BackendGuard;
import network.golem.vm.provider.backend.LaunchRequest;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.guest.CloudConfig;
import network.golem.vm.provider.guest.HostKey;
import network.golem.vm.provider.guest.UserData;
import network.golem.vm.provider.image.Image;
import network.golem.vm.provider.image.ImageCatalogue;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What requestors can do with VMs: everything is checked, then recorded, then begun. Thread-safe.
 */
@Component
class Rentals {

  private final VmRecords records;
  private final OperationQueue queue;
  private final Creation creation;
  private final Operations operations;
  private final VmBackend backend;
  private final BackendGuard guard;
  private final ImageCatalogue images;
  private final Terms terms;
  private final InstanceNames names;

  Rentals(
      VmRecords records,
      OperationQueue queue,
      Creation creation,
      Operations operations,
      VmBackend backend,
      BackendGuard guard,
      ImageCatalogue images,
      Terms terms,
      InstanceNames names) {
    this.records = records;
    this.queue = queue;
    this.creation = creation;
    this.operations = operations;
    this.backend = backend;
    this.guard = guard;
    this.images = images;
    this.terms = terms;
    this.names = names;
  }

  Vm create(NodeId requestor, RequestKey key, CreateVm wanted) {
    queue.checkOpen();
    checkBackendAnswers();
    terms.clientele().check(requestor);
    terms.check(wanted.resources());
    Image image = usable(wanted.image());
    UserData userData = userData(wanted, image);
    VmId id = VmId.random();
    HostKey hostKey = HostKey.generate();
    String instance = names.of(id);
    VmRecords.Granted granted =
        records.create(
            requestor,
            key,
            wanted,
            image.name(),
            port ->
                new Vm.Grant(
                    id, requestor, instance, image.defaultUser(), hostKey.publicKey(), port));
    if (granted.anew()) {
      CloudConfig cloudConfig =
          new CloudConfig(id.value(), wanted.name(), hostKey, wanted.sshKeys(), userData);
      creation.begin(id, new LaunchRequest(instance, image, wanted.resources(), cloudConfig));
    }
    return granted.vm();
  }

  Vm start(NodeId requestor, VmId id, RequestKey key) {
    return begin(requestor, id, key, VmState.RUNNING, Vm::starting, operations::start);
  }

  Vm stop(NodeId requestor, VmId id, RequestKey key) {
    return begin(requestor, id, key, VmState.STOPPED, Vm::stopping, operations::stop);
  }

  Vm resize(NodeId requestor, VmId id, RequestKey key, Resources wanted) {
    queue.checkOpen();
    terms.check(wanted);
    VmRecords.Granted granted = records.resize(requestor, id, key, wanted);
    if (granted.anew()) {
      operations.resize(id);
    }
    return granted.vm();
  }

  /** Destroying twice is destroying once: the operation under way goes on. */
  Vm destroy(NodeId requestor, VmId id) {
    queue.checkOpen();
    Vm vm = records.owned(requestor, id);
    return vm.state() == VmState.DESTROYING ? vm : operations.destroy(id);
  }

  private Vm begin(
      NodeId requestor,
      VmId id,
      RequestKey key,
      VmState goal,
      BiConsumer<Vm, Instant> change,
      Consumer<VmId> operation) {
    queue.checkOpen();
    Vm vm = records.owned(requestor, id);
    if (vm.state() == goal) {
      return vm;
    }
    VmRecords.Granted granted = records.begin(requestor, id, key, change);
    if (granted.anew()) {
      operation.accept(id);
    }
    return granted.vm();
  }

  Vm get(NodeId requestor, VmId id) {
    return records.owned(requestor, id);
  }

  List<Vm> list(NodeId requestor) {
    return records.ownedBy(requestor);
  }

  private void checkBackendAnswers() {
    guard
        .outage()
        .ifPresent(outage -> {
          throw new ProblemException(
              ProblemCode.BACKEND_UNAVAILABLE,
              "the " + backend.name() + " of this provider has been down since " + outage.since(),
              "Try again in some minutes, or choose another provider: golem vm providers.");
        });
  }

  private @Nullable UserData userData(CreateVm wanted, Image image) {
    String text = wanted.userData();
    if (text == null) {
      return null;
    }
    if (!image.userData()) {
      List<String> readers =
          images.all().stream()
              .filter(Image::userData)
              .map(Image::name)
              .filter(backend.images()::contains)
              .toList();
      throw new ProblemException(
          Problem.of(
                  ProblemCode.IMAGE_WITHOUT_USER_DATA,
                  "guests of image " + image.name() + " have no cloud-init, which reads user data",
                  readers.isEmpty()
                      ? "Choose another provider: this one has no image that reads it."
                      : "Choose one of: " + String.join(", ", readers) + ".")
              .with("images", readers));
    }
    return UserData.of(text);
  }

  private Image usable(String name) {
    Image image =
        images
            .find(name)
            .orElseThrow(() ->
                new ProblemException(
                    Problem.of(
                            ProblemCode.IMAGE_UNKNOWN,
                            "there is no image " + name + " in this provider's catalogue",
                            "Choose one of: " + String.join(", ", backend.images()) + ".")
                        .with("images", backend.images())));
    try {
      backend.checkUsable(image);
      return image;
    } catch (BackendException e) {
      throw new ProblemException(
          Problem.of(
                  ProblemCode.IMAGE_UNAVAILABLE,
                  String.valueOf(e.getMessage()),
                  "Choose one of: " + String.join(", ", backend.images()) + ".")
              .with("images", backend.images()));
    }
  }
}
