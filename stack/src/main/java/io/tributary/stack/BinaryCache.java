package io.tributary.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * Native programs unpacked from jars, one directory per content, for example {@code
 * ~/.cache/tributary/postgresql-3f2a91c04d5e}. Several processes may ask at once: each unpacks
 * beside the final place and renames; the first one wins.
 */
final class BinaryCache {
  private static final int NAME_DIGITS = 12;

  private final Path root;

  BinaryCache(Path root) {
    this.root = root;
  }

  /** The user's own cache, or a directory under the temporary one for a user without a home. */
  static BinaryCache ofUser() {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path home = Path.of(System.getProperty("user.home"));
    Path cache = configured == null ? home.resolve(".cache") : Path.of(configured);
    if (isUsable(cache)) {
      return new BinaryCache(cache.resolve("tributary"));
    }
    String user = System.getProperty("user.name");
    return new BinaryCache(Path.of(System.getProperty("java.io.tmpdir"), "tributary-" + user));
  }

  /** Unpacks the resource with {@code unpacking}, unless that was done before. */
  Path directory(String name, String resource, Unpacking unpacking) {
    try {
      Path place = root.resolve(name + "-" + contentId(resource));
      if (!Files.exists(place)) {
        unpack(place, resource, unpacking);
      }
      return place;
    } catch (IOException e) {
      throw new StackException("cannot unpack " + resource + " into " + root, e);
    }
  }

  private void unpack(Path place, String resource, Unpacking unpacking) throws IOException {
    createOwnDirectory(root);
    Path fresh = Files.createTempDirectory(root, place.getFileName() + ".");
    try (InputStream in = open(resource)) {
      unpacking.unpack(in, fresh);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.exists(place)) {
        throw e;
      }
    } finally {
      deleteTree(fresh);
    }
  }

  /** Others must not be able to put programs there that we would then run. */
  static void createOwnDirectory(Path directory) throws IOException {
    Files.createDirectories(directory);
    String owner = Files.getOwner(directory).getName();
    String user = System.getProperty("user.name");
    if (!owner.equals(user)) {
      throw new IOException(directory + " belongs to " + owner + ", not to " + user);
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static boolean isUsable(Path cache) {
    try {
      return Files.isWritable(Files.createDirectories(cache));
    } catch (IOException noHome) {
      return false;
    }
  }

  private static String contentId(String resource) throws IOException {
    try (InputStream in = open(resource)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, NAME_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static InputStream open(String resource) throws IOException {
    InputStream in = BinaryCache.class.getResourceAsStream("/" + resource);
    if (in == null) {
      throw new IOException(
          "no binaries for this platform on the class path: " + resource + " is missing");
    }
    return in;
  }

  static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Writes what the stream holds into an empty directory. */
  interface Unpacking {
    void unpack(InputStream in, Path directory) throws IOException;
  }
}
