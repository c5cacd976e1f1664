package network.golem.vm.requestor.copy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Copies files and directories as scp -rp does. A file gets its name only when all of it is there;
 * until then it is a draft beside it, which a later copy of the same file goes on with. Large files
 * that look the same on both sides are left alone, so that a whole tree can be gone on with as
 * well.
 */
public final class Copy {

  private static final int PIECE = 32 * 1024;

  /**
   * Of a draft, so much of its end is not trusted: a server may have written later pieces before
   * earlier ones when it was cut off.
   */
  private static final long UNCERTAIN = 4 * 1024 * 1024;

  private static final int LONGEST_NAME = 180;

  private final Place from;
  private final Place to;
  private final CopyProgress progress;
  private final Consumer<String> warnings;

  /**
   * @param warnings is told of what is passed over
   */
  public Copy(Place from, Place to, CopyProgress progress, Consumer<String> warnings) {
    this.from = from;
    this.to = to;
    this.progress = progress;
    this.warnings = warnings;
  }

  /** One thing to be copied, and the path that it gets. */
  private record Step(Entry source, String target) {}

  /**
   * Copies all of {@code sources} into the directory {@code target}, or a single one to that path
   * when it is none.
   *
   * @throws Failure when one is not there or the target cannot take them
   */
  public void all(List<String> sources, String target) throws IOException {
    Entry there = to.look(target);
    boolean into = there != null && there.isDirectory();
    if (!into && (sources.size() > 1 || target.endsWith("/"))) {
      throw new Failure(
          ExitCode.FAILED, target + " is no directory", "make it first, or copy to another");
    }
    List<Step> steps = new ArrayList<>();
    for (String source : sources) {
      Entry entry = from.look(source);
      if (entry == null) {
        throw new Failure(ExitCode.FAILED, "there is no " + source, "nothing was copied");
      }
      if (entry.kind() == Entry.Kind.OTHER) {
        throw new Failure(
            ExitCode.FAILED,
            source + " is a device, pipe or socket",
            "only files and directories are copied; nothing was");
      }
      plan(entry, into ? to.child(target, entry.name()) : target, steps);
    }
    progress.expect(steps.stream().map(Step::source).filter(e -> !e.isDirectory()).toList());
    carryOut(steps);
  }

  /** A directory before what is in it. */
  private void plan(Entry source, String target, List<Step> steps) throws IOException {
    steps.add(new Step(source, target));
    if (!source.isDirectory()) {
      return;
    }
    for (Entry child : from.children(source.path())) {
      if (child.kind() == Entry.Kind.OTHER) {
        warnings.accept(child.path() + " is no file or directory: passed over");
      } else if (child.link() && child.isDirectory()) {
        warnings.accept(child.path() + " is a link to a directory: passed over");
      } else {
        plan(child, to.child(target, child.name()), steps);
      }
    }
  }

  /** Modes of directories come last: one that cannot be written to could not be filled. */
  private void carryOut(List<Step> steps) throws IOException {
    List<Step> made = new ArrayList<>();
    for (Step step : steps) {
      Entry old = to.look(step.target);
      if (step.source.isDirectory()) {
        if (prepared(step, old)) {
          made.add(step);
        }
      } else {
        copy(step.source, step.target, old);
      }
    }
    for (Step directory : made.reversed()) {
      to.settle(directory.target, directory.source);
    }
  }

  private boolean prepared(Step directory, @Nullable Entry old) throws IOException {
    if (old == null) {
      to.makeDirectory(directory.target);
      return true;
    }
    if (!old.isDirectory()) {
      throw inTheWay(directory.target, "file");
    }
    return false;
  }

  private void copy(Entry source, String target, @Nullable Entry old) throws IOException {
    progress.file(source);
    if (old != null && old.kind() != Entry.Kind.FILE) {
      throw inTheWay(target, old.isDirectory() ? "directory" : "device, pipe or socket");
    }
    if (old != null && old.looksLike(source)) {
      progress.skipped(source.size());
      return;
    }
    String draft = draft(source, to.parent(target));
    long begin = source.size() > UNCERTAIN ? begun(source, draft) : 0;
    progress.skipped(begin);
    long end = begin + transfer(source.path(), draft, begin);
    if (end != source.size()) {
      differs(source, draft, begin, end);
    }
    to.settle(draft, source);
    to.rename(draft, target);
  }

  /**
   * How much of the draft can be gone on with. Those of what the file was earlier cannot, and go.
   */
  private long begun(Entry source, String draft) throws IOException {
    Pattern drafts =
        Pattern.compile("\\." + Pattern.quote(start(source)) + "\\.([0-9a-z]+-[0-9a-z]+\\.)?part");
    long begin = 0;
    String directory = to.parent(draft);
    for (String name : to.names(directory)) {
      String path = to.child(directory, name);
      if (path.equals(draft)) {
        begin = Math.max(0, to.begun(draft) - UNCERTAIN);
      } else if (drafts.matcher(name).matches()) {
        to.remove(path);
      }
    }
    return begin;
  }

  /** What was begun of one version must not get the end of another. */
  private void differs(Entry source, String draft, long begin, long end) throws IOException {
    if (begin > 0) {
      to.remove(draft);
      throw new Failure(
          ExitCode.FAILED, source.path() + " has changed while it was copied", "copy it again");
    }
    progress.differs(end - source.size());
    if (source.size() > 0) { // as those of /proc claim to have
      warnings.accept(source.path() + " has changed while it was copied");
    }
  }

  private long transfer(String source, String draft, long begin) throws IOException {
    long count = 0;
    try (InputStream in = from.read(source, begin);
        OutputStream out = begin > 0 ? to.goOn(draft, begin) : to.create(draft)) {
      byte[] piece = new byte[PIECE];
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        out.write(piece, 0, length);
        count += length;
        progress.copied(length);
      }
    }
    return count;
  }

  /**
   * Of a large file, its name says which version it is a draft of, so that no other is gone on
   * with. That of a small one is begun anew each time.
   */
  private String draft(Entry source, String directory) {
    String version =
        source.size() <= UNCERTAIN
            ? ""
            : "."
                + Long.toString(source.size(), Character.MAX_RADIX)
                + '-'
                + Long.toString(source.modified().getEpochSecond(), Character.MAX_RADIX);
    return to.child(directory, "." + start(source) + version + ".part");
  }

  private static String start(Entry source) {
    String name = source.name();
    return name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  private static Failure inTheWay(String target, String what) {
    return new Failure(
        ExitCode.FAILED, target + " is a " + what + " already", "copy to another place");
  }
}
