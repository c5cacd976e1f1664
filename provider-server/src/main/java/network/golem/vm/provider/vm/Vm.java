package network.golem.vm.provider.vm;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.SshPublicKey;
import network.golem.vm.model.vm.VmAccess;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.backend.Phase;
import org.jspecify.annotations.Nullable;

/**
 * A rented VM as this provider remembers it. Guards its own life cycle: every change is a method
 * that refuses what is not possible in the present state. Changes are recorded before the world is
 * changed, and again after.
 */
@Entity
@Table(name = "vm")
class Vm {

  @Id private String id;
  @Version private long version;

  private String requestor;

  private String name;
  private String instance;
  private String image;
  private String loginUser;
  @Embedded private VmSize size;
  private String hostKey;
  private int port;
  private boolean proxyProtocol;

  @SuppressWarnings("UnusedVariable") // read by queries
  private boolean reserved;

  @Enumerated(EnumType.STRING)
  private VmState state;

  private @Nullable String phase;
  private @Nullable String message;
  private @Nullable Instant expiresAt;
  private Instant createdAt;
  private Instant updatedAt;

  @SuppressWarnings("NullAway.Init")
  protected Vm() {}

  /** What a new VM is given by the provider. */
  record Grant(
      VmId id,
      NodeId requestor,
      String instance,
      String loginUser,
      SshPublicKey hostKey,
      int port) {}

  Vm(Grant grant, CreateVm wanted, String image, @Nullable Instant expiresAt, Instant now) {
    this.id = grant.id().value();
    this.requestor = grant.requestor().value();
    this.instance = grant.instance();
    this.loginUser = grant.loginUser();
    this.hostKey = grant.hostKey().line();
    this.port = grant.port();
    this.proxyProtocol = wanted.wantsProxyProtocol();
    this.name = wanted.name().value();
    this.image = image;
    this.size = new VmSize(wanted.resources());
    this.reserved = true;
    this.state = VmState.CREATING;
    this.expiresAt = expiresAt;
    this.createdAt = now;
    this.updatedAt = now;
  }

  /** A phase of the operation under way begins. */
  void enter(Phase next) {
    if (state != VmState.CREATING && state != VmState.STARTING) {
      throw conflict("enter phase " + next.wire());
    }
    phase = next.wire();
  }

  /** The guest's SSH server answered through the access port. */
  void running(Instant now) {
    become(
        VmState.RUNNING,
        null,
        now,
        VmState.CREATING,
        VmState.STARTING,
        VmState.UNKNOWN,
        VmState.STOPPED,
        VmState.RUNNING);
  }

  void stopping(Instant now) {
    become(VmState.STOPPING, null, now, VmState.RUNNING, VmState.STOPPING);
  }

  /** It does not run, but its disk is there; {@code why} when nobody asked for that. */
  void stopped(@Nullable String why, Instant now) {
    become(
        VmState.STOPPED,
        why,
        now,
        VmState.STOPPING,
        VmState.STARTING,
        VmState.RUNNING,
        VmState.UNKNOWN,
        VmState.STOPPED);
  }

  /**
   * It is to have another size, from when on the larger of the two is reserved.
   *
   * @param target storage must not be less than it has
   */
  void resizing(Resources target, Instant now) {
    size.checkReaches(target);
    become(VmState.RESIZING, null, now, VmState.STOPPED);
    size.aimAt(target);
  }

  /** It has the size that it was to have. */
  void resized(Instant now) {
    become(VmState.STOPPED, null, now, VmState.RESIZING);
    size.reached();
  }

  /** It has its old size, save for storage, which may have grown before the rest failed. */
  void notResized(String why, Instant now) {
    become(VmState.STOPPED, why, now, VmState.RESIZING);
    size.missed();
  }

  /** The size that a resize under way leads to, else the one it has. */
  Resources target() {
    return size.target();
  }

  /** What it takes of the offer. */
  Resources held() {
    return size.held();
  }

  void starting(Instant now) {
    if (expiresAt != null && !now.isBefore(expiresAt)) {
      throw conflict("start: its time was over at " + expiresAt);
    }
    become(VmState.STARTING, null, now, VmState.STOPPED, VmState.STARTING);
  }

  /** Allowed in every state but the end, so that whatever went wrong can be cleared away. */
  void destroying(Instant now) {
    become(VmState.DESTROYING, null, now, allBut(VmState.GONE));
  }

  /** Nothing of it is left: its resources, port and name are free again. */
  void gone(Instant now) {
    become(VmState.GONE, null, now, VmState.DESTROYING);
    reserved = false;
  }

  /** It could not be made and nothing of it is left: its resources and port are free again. */
  void failed(String why, Instant now) {
    become(VmState.FAILED, why, now, VmState.CREATING);
    reserved = false;
  }

  /** Its instance is there after all, and its owner has it back; what it does will be seen. */
  void adopted(int newPort, Instant now) {
    become(VmState.UNKNOWN, "adopted by the provider's owner", now, VmState.FAILED, VmState.GONE);
    port = newPort;
    reserved = true;
  }

  /** The backend cannot say what became of it; it keeps all it has. */
  void unknown(String why, Instant now) {
    become(VmState.UNKNOWN, why, now, allBut(VmState.RESIZING, VmState.FAILED, VmState.GONE));
  }

  private void become(VmState next, @Nullable String why, Instant now, VmState... from) {
    if (!Arrays.asList(from).contains(state)) {
      throw conflict(
          switch (next) {
            case STARTING -> "be started";
            case STOPPING -> "be stopped";
            case RESIZING -> "be resized";
            default -> "become " + next.wire();
          });
    }
    state = next;
    phase = null;
    message = why;
    updatedAt = now;
  }

  private static VmState[] allBut(VmState first, VmState... rest) {
    return EnumSet.complementOf(EnumSet.of(first, rest)).toArray(VmState[]::new);
  }

  private ProblemException conflict(String what) {
    return new ProblemException(
        ProblemCode.VM_STATE_CONFLICT,
        "VM " + name + " is " + state.wire() + " and cannot " + what,
        state.isTransient()
            ? "Wait until that is over: golem vm events " + name + " --follow."
            : "See golem vm info " + name + ".");
  }

  RentedVm describedAt(String publicAddress) {
    return new RentedVm(
        id(),
        new VmName(name),
        state,
        image,
        resources(),
        access(publicAddress),
        phase,
        message,
        expiresAt,
        createdAt,
        updatedAt);
  }

  VmAccess access(String publicAddress) {
    return new VmAccess(publicAddress, port, loginUser, hostKey());
  }

  Inventory.KnownVm describedToOwner() {
    return new Inventory.KnownVm(
        id(), name, new NodeId(requestor), instance, state, resources(), port, message, updatedAt);
  }

  VmId id() {
    return new VmId(id);
  }

  String name() {
    return name;
  }

  NodeId requestor() {
    return new NodeId(requestor);
  }

  /** When it ends by itself; null when it does not. */
  @Nullable Instant expiresAt() {
    return expiresAt;
  }

  String instance() {
    return instance;
  }

  String image() {
    return image;
  }

  Resources resources() {
    return size.now();
  }

  SshPublicKey hostKey() {
    return new SshPublicKey(hostKey);
  }

  int port() {
    return port;
  }

  /** Whether it is told who connects. */
  boolean proxyProtocol() {
    return proxyProtocol;
  }

  VmState state() {
    return state;
  }

  @Nullable String phase() {
    return phase;
  }

  @Nullable String message() {
    return message;
  }

  Instant updatedAt() {
    return updatedAt;
  }
}
