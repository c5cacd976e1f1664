package network.golem.vm.requestor.copy;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.FileMode;
import net.schmizz.sshj.sftp.OpenMode;
import net.schmizz.sshj.sftp.RemoteDirectory;
import net.schmizz.sshj.sftp.RemoteFile;
import net.schmizz.sshj.sftp.RemoteResourceFilter;
import net.schmizz.sshj.sftp.RemoteResourceInfo;
import net.schmizz.sshj.sftp.RenameFlags;
import net.schmizz.sshj.sftp.Response.StatusCode;
import net.schmizz.sshj.sftp.SFTPEngine;
import net.schmizz.sshj.sftp.SFTPException;
import org.jspecify.annotations.Nullable;

/** The files of a VM. Its server is a stranger: what it says is no path of this machine. */
public record SftpFiles(SFTPEngine sftp) implements Place {

  /** SFTP has no {@code ~}; its relative paths start at home. */
  private static String at(String path) {
    String fromHome = path.equals("~") || path.startsWith("~/") ? path.substring(1) : path;
    String there = path.equals(fromHome) ? path : fromHome.replaceFirst("^/+", "");
    return there.isEmpty() ? "." : there;
  }

  /** Where relative paths start. */
  public String home() throws IOException {
    return sftp.canonicalize(".");
  }

  @FunctionalInterface
  private interface Request<T> {
    T answer() throws IOException;
  }

  /** A server says what is wrong, but not with what. */
  private static <T> T about(String path, Request<T> request) throws IOException {
    try {
      return request.answer();
    } catch (SFTPException e) {
      throw e.getStatusCode() == StatusCode.UNKNOWN ? e : new RefusedPathException(path, e);
    }
  }

  @Override
  public @Nullable Entry look(String path) throws IOException {
    try {
      return about(path, () -> entry(path, sftp.stat(at(path)), false));
    } catch (RefusedPathException e) {
      if (e.isAbsent()) {
        return null;
      }
      throw e;
    }
  }

  private static Entry entry(String path, FileAttributes attributes, boolean link) {
    Entry.Kind kind =
        switch (attributes.getType()) {
          case DIRECTORY -> Entry.Kind.DIRECTORY;
          case REGULAR -> Entry.Kind.FILE;
          default -> Entry.Kind.OTHER;
        };
    String bare = path.replaceFirst("/+$", "");
    return new Entry(
        path,
        bare.substring(bare.lastIndexOf('/') + 1),
        kind,
        link,
        attributes.getSize(),
        attributes.getMode().getPermissionsMask() & Entry.PERMISSIONS,
        Instant.ofEpochSecond(attributes.getMtime()));
  }

  @Override
  public List<Entry> children(String directory) throws IOException {
    List<Entry> children = new ArrayList<>();
    try (RemoteDirectory files = about(directory, () -> sftp.openDir(at(directory)))) {
      for (RemoteResourceInfo file : files.scan((RemoteResourceFilter) anyFile -> true)) {
        children.add(checked(directory, file));
      }
    }
    children.sort(Comparator.comparing(Entry::name));
    return children;
  }

  @Override
  public List<String> names(String directory) throws IOException {
    try (RemoteDirectory files = sftp.openDir(at(directory))) {
      return files.scan((RemoteResourceFilter) anyFile -> true).stream()
          .map(RemoteResourceInfo::getName)
          .toList();
    } catch (SFTPException e) {
      return List.of();
    }
  }

  /** Names become paths here. */
  private Entry checked(String directory, RemoteResourceInfo file) throws IOException {
    String name = file.getName();
    boolean leadsElsewhere =
        name.equals("..") || name.contains("/") || name.contains(File.separator);
    if (name.isEmpty() || leadsElsewhere || name.contains("\0")) {
      throw new IOException("the VM has a file with a name that cannot be taken over: " + name);
    }
    String path = child(directory, name);
    boolean link = file.getAttributes().getType() == FileMode.Type.SYMLINK;
    FileAttributes attributes = file.getAttributes();
    if (link) {
      Entry behind = look(path);
      return behind == null
          ? entry(path, attributes, true)
          : new Entry(
              path, name, behind.kind(), true, behind.size(), behind.mode(), behind.modified());
    }
    return entry(path, attributes, false);
  }

  @Override
  public String child(String directory, String name) {
    return directory.isEmpty() ? name : directory.replaceFirst("/+$", "") + "/" + name;
  }

  @Override
  public String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, Math.max(1, slash));
  }

  @Override
  public InputStream read(String path, long from) throws IOException {
    RemoteFile file = about(path, () -> sftp.open(at(path)));
    return SftpStreams.reading(file, from);
  }

  @Override
  public OutputStream create(String path) throws IOException {
    try {
      return created(path);
    } catch (SFTPException e) {
      if (e.getStatusCode() == StatusCode.UNKNOWN) {
        throw e;
      }
      if (remove(path)) { // a server need not say that something is in the way
        return created(path);
      }
      throw new RefusedPathException(parent(path), e);
    }
  }

  private OutputStream created(String path) throws IOException {
    Set<OpenMode> anew = EnumSet.of(OpenMode.WRITE, OpenMode.CREAT, OpenMode.EXCL);
    FileAttributes mode = new FileAttributes.Builder().withPermissions(Entry.DRAFT).build();
    return SftpStreams.writing(sftp.open(at(path), anew, mode), 0);
  }

  /** Whose login this is SFTP does not say; home is the user's own. */
  @Override
  public long begun(String path) throws IOException {
    FileAttributes attributes = sftp.lstat(at(path));
    boolean ours =
        attributes.getType() == FileMode.Type.REGULAR
            && attributes.getMode().getPermissionsMask() == Entry.DRAFT
            && attributes.getUID() == sftp.stat(".").getUID();
    return ours ? attributes.getSize() : 0;
  }

  @Override
  public OutputStream goOn(String path, long from) throws IOException {
    return SftpStreams.writing(
        about(path, () -> sftp.open(at(path), EnumSet.of(OpenMode.WRITE))), from);
  }

  @Override
  public void makeDirectory(String path) throws IOException {
    FileAttributes mode = new FileAttributes.Builder().withPermissions(0700).build();
    about(
        path,
        () -> {
          sftp.makeDir(at(path), mode);
          return path;
        });
  }

  @Override
  public void settle(String path, Entry like) throws IOException {
    long time = like.modified().getEpochSecond();
    sftp.setAttributes(
        at(path),
        new FileAttributes.Builder()
            .withPermissions(like.mode())
            .withAtimeMtime(time, time)
            .build());
  }

  @Override
  public void rename(String draft, String path) throws IOException {
    sftp.rename(at(draft), at(path), EnumSet.of(RenameFlags.OVERWRITE));
  }

  @Override
  public boolean remove(String path) throws IOException {
    try {
      sftp.remove(at(path));
      return true;
    } catch (SFTPException e) {
      return false;
    }
  }
}
