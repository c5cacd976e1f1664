package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import network.golem.vm.model.vm.FastCreate;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.Size;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.LaunchRequest;
import network.golem.vm.provider.backend.Progress;
import network.golem.vm.provider.image.LocalImage;
import network.golem.vm.provider.process.CommandException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Launches instances from snapshots, and makes those that are likely to be wanted: of each image in
 * the smallest size for a start, then of what was asked for last. Thread-safe.
 */
final class FastLaunch {

  private static final Logger log = LoggerFactory.getLogger(FastLaunch.class);

  /** What bounds their use of the disk: a small guest takes about 150 MB. */
  private static final int MOST = 4;

  private static final Duration RETRY = Duration.ofMinutes(10);

  private static final String CANNOT_WAIT =
      "its guest cannot wait between being up and being somebody's";
  private static final String NONE_NOW =
      "none of this size is ready now; they are made when this host has nothing else to do";

  private final Snapshots snapshots;
  private final SnapshotMaker maker;
  private final QemuImages images;
  private final QemuBoot boot;
  private final Clock clock;

  /** The latest at the end. */
  private final List<Wanted> wanted = new ArrayList<>();

  private final Map<String, Failure> failures = new ConcurrentHashMap<>();

  /** As of the last look. */
  private volatile SequencedMap<String, SnapshotKind> current = new LinkedHashMap<>();

  private record Wanted(String image, Resources size) {}

  private record Failure(String why, Instant until) {}

  FastLaunch(
      Snapshots snapshots, SnapshotMaker maker, QemuImages images, QemuBoot boot, Clock clock) {
    this.snapshots = snapshots;
    this.maker = maker;
    this.images = images;
    this.boot = boot;
    this.clock = clock;
  }

  /**
   * Makes a snapshot the instance, if there is one, and returns once the guest can be logged in to.
   * Where it returns false, nothing of the instance is there.
   */
  boolean launch(
      InstanceDirectory instance, LaunchRequest request, LocalImage image, Progress progress)
      throws BackendException, CommandException, IOException, InterruptedException {
    if (image.image().snapshotMarker() == null) {
      progress.detail("boots from nothing: " + CANNOT_WAIT);
      return false;
    }
    want(new Wanted(image.image().name(), request.resources()));
    String key =
        new SnapshotKind(image, request.resources()).key(boot.acceleration(), boot.policy());
    if (!snapshots.take(key, instance)) {
      progress.detail("boots from nothing: " + obstacle(key));
      return false;
    }
    progress.detail("goes on from a snapshot");
    return resume(instance, request, image, progress);
  }

  private boolean resume(
      InstanceDirectory instance, LaunchRequest request, LocalImage image, Progress progress)
      throws BackendException, IOException, InterruptedException {
    try {
      Disks.makeSeeds(instance, image, request.cloudConfig());
      boot.resume(instance, QemuProcess.of(instance).blueprint(), progress);
      return true;
    } catch (ClosedByInterruptException e) {
      throw e; // it is given up
    } catch (BackendException | CommandException | IOException e) {
      log.warn("{} boots from nothing, since its snapshot failed", instance.name(), e);
      progress.detail("boots from nothing: its snapshot did not come up");
      snapshots.remove(instance);
      return false;
    }
  }

  /** Makes one snapshot that is missing, and removes those that serve no more. */
  void prepare() throws InterruptedException {
    Acceleration tried = boot.acceleration();
    prepareOne();
    if (boot.acceleration() != tried) {
      prepareOne(); // it was found out that KVM fails: other snapshots are of use
    }
  }

  private void prepareOne() throws InterruptedException {
    try {
      current = look();
      for (String key : snapshots.keys()) {
        if (!current.containsKey(key)) {
          snapshots.discard(key);
        }
      }
      for (Map.Entry<String, SnapshotKind> missing : current.entrySet()) {
        if (!snapshots.isThere(missing.getKey()) && !hasFailedLately(missing.getKey())) {
          make(missing.getValue(), missing.getKey());
          return;
        }
      }
    } catch (BackendException | CommandException | IOException e) {
      log.warn("snapshots cannot be kept: {}", e.getMessage());
    }
  }

  private void make(SnapshotKind kind, String key) throws InterruptedException {
    String what = kind.image().image().name() + " with " + kind.size();
    try {
      maker.make(kind, key);
      failures.remove(key);
      log.info("a snapshot of {} is ready", what);
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw new InterruptedException("making a snapshot of " + what + " was given up");
    } catch (BackendException | CommandException | IOException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason was given");
      failures.put(key, new Failure(why, clock.instant().plus(RETRY)));
      log.warn("no snapshot of {} could be made: {}", what, why);
    }
  }

  /** For each image on this host whether there are snapshots of it, as of the last look. */
  List<FastCreate> states() {
    return images.here().stream().map(this::state).toList();
  }

  private FastCreate state(LocalImage image) {
    String name = image.image().name();
    if (image.image().snapshotMarker() == null) {
      return new FastCreate(name, List.of(), CANNOT_WAIT);
    }
    List<Resources> ready = new ArrayList<>();
    String obstacle = NONE_NOW;
    for (Map.Entry<String, SnapshotKind> kind : current.entrySet()) {
      if (kind.getValue().image().equals(image)) {
        if (snapshots.isThere(kind.getKey())) {
          ready.add(kind.getValue().size());
        } else {
          obstacle = obstacle(kind.getKey());
        }
      }
    }
    return new FastCreate(name, ready, ready.isEmpty() ? obstacle : null);
  }

  private String obstacle(String key) {
    Failure failure = failures.get(key);
    return failure == null ? NONE_NOW : "none could be made: " + failure.why();
  }

  private boolean hasFailedLately(String key) {
    Failure failure = failures.get(key);
    return failure != null && clock.instant().isBefore(failure.until());
  }

  private synchronized void want(Wanted kind) {
    wanted.remove(kind);
    wanted.add(kind);
    if (wanted.size() > MOST) {
      wanted.removeFirst();
    }
  }

  /** What is wanted, by its key, the latest first. */
  private SequencedMap<String, SnapshotKind> look()
      throws CommandException, IOException, InterruptedException {
    List<LocalImage> here = images.here();
    SequencedMap<String, SnapshotKind> kinds = new LinkedHashMap<>();
    for (Wanted kind : wantedOf(here)) {
      for (LocalImage image : here) {
        if (image.image().name().equals(kind.image())) {
          var found = new SnapshotKind(image, kind.size());
          kinds.put(found.key(boot.acceleration(), boot.policy()), found);
        }
      }
    }
    return kinds;
  }

  /** Of an image that nobody has asked for yet, the smallest size is. */
  private synchronized List<Wanted> wantedOf(List<LocalImage> here) {
    for (LocalImage image : here) {
      String name = image.image().name();
      if (image.image().snapshotMarker() != null
          && wanted.size() < MOST
          && wanted.stream().noneMatch(kind -> kind.image().equals(name))) {
        wanted.addFirst(new Wanted(name, Size.SMALL.resources()));
      }
    }
    return List.copyOf(wanted.reversed());
  }
}
