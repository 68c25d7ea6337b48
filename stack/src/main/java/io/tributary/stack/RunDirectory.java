package io.tributary.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where components keep what they write: {@code logs/kafka.log}, {@code data/kafka/}, {@code
 * pids/kafka.pid}. A directory that was used before is used again, with its data.
 *
 * @param root the directory, absolute
 */
public record RunDirectory(Path root) {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  public RunDirectory {
    root = root.toAbsolutePath().normalize();
  }

  Path log(String component) {
    return in("logs").resolve(component + ".log");
  }

  public Path data(String component) {
    return in("data").resolve(component);
  }

  Path pidFile(String component) {
    return in("pids").resolve(component + ".pid");
  }

  Path pidFiles() {
    return in("pids");
  }

  /**
   * Claims the directory for this JVM until the claim is closed or the JVM ends, however it ends.
   *
   * @throws StackException if another JVM (or this one) has claimed it, or if it holds what no run
   *     of a stack has made
   */
  Claim claim() {
    Path file = in("").resolve("lock");
    refuseWhatIsNotOurs(file);
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new StackException(
            root
                + " is in use by another running stack: stop that one, or choose another"
                + " directory");
      }
      return new Claim(channel);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + file, e);
    }
  }

  /** Somebody's project may have a {@code data} of its own, which {@link #clear} would delete. */
  private void refuseWhatIsNotOurs(Path lock) {
    for (String child : List.of("data", "logs")) {
      if (!Files.exists(lock) && !isEmpty(root.resolve(child))) {
        throw new StackException(
            "%s has a directory %s that no earlier run has made: choose another directory"
                .formatted(root, child));
      }
    }
  }

  private static boolean isEmpty(Path directory) {
    if (!Files.exists(directory)) {
      return true;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }

  /** Deletes data and logs; whoever calls this has claimed the directory. */
  void clear() {
    try {
      BinaryCache.deleteTree(root.resolve("data"));
      BinaryCache.deleteTree(root.resolve("logs"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete what an earlier run left in " + root, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisJvm) {
      return null;
    }
  }

  private Path in(String child) {
    Path directory = root.resolve(child);
    try {
      // The components' data and configuration are in there, passwords included.
      Files.createDirectories(root, OWNER_ONLY);
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + directory, e);
    }
  }

  /** The right to use a run directory alone. */
  static final class Claim implements AutoCloseable {
    private final FileChannel channel;

    private Claim(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot release the run directory's lock", e);
      }
    }
  }
}
