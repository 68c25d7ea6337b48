package io.tributary.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Where PostgreSQL's programs and data are. Normally in the user's cache and in the run directory.
 * Run as nobody, PostgreSQL cannot look into private directories such as {@code /root}: then both
 * are under {@code /var/tmp}, and the data of run directories that are gone is removed from there.
 */
record PostgresFiles(Path home, Path data, PostgresAccount account) {
  private static final Path SHARED = Path.of("/var/tmp/tributary-postgresql");
  private static final String RUN_DIRECTORY = "run-directory";

  static PostgresFiles of(Path wanted, PostgresAccount account) throws IOException {
    if (account != PostgresAccount.NOBODY) {
      return new PostgresFiles(PostgresBinaries.unpacked(BinaryCache.ofUser()), wanted, account);
    }
    BinaryCache.createOwnDirectory(SHARED);
    Path home = PostgresBinaries.unpacked(new BinaryCache(SHARED.resolve("programs")));
    Path data = isOpenToOthers(wanted.resolveSibling("")) ? wanted : shared(wanted);
    return new PostgresFiles(home, data, account);
  }

  List<String> command(String program, String... arguments) {
    String path = home.resolve("bin").resolve(program).toString();
    return account.command(Stream.concat(Stream.of(path), Stream.of(arguments)).toList());
  }

  /** Makes the file or directory PostgreSQL's own, and nobody else's. */
  void handOver(Path file) throws IOException {
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwx------" : "rw-------"));
    if (account == PostgresAccount.NOBODY) {
      Files.setAttribute(file, "unix:uid", PostgresAccount.NOBODY_ID);
    }
  }

  private static boolean isOpenToOthers(Path directory) throws IOException {
    for (Path at = directory.toRealPath(); at != null; at = at.getParent()) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(at);
      if (!permissions.contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  private static Path shared(Path wanted) throws IOException {
    removeAbandoned();
    String id =
        UUID.nameUUIDFromBytes(wanted.toString().getBytes(StandardCharsets.UTF_8)).toString();
    Path place = Files.createDirectories(SHARED.resolve(id));
    Files.writeString(place.resolve(RUN_DIRECTORY), wanted.resolveSibling("").toString());
    return place.resolve("data");
  }

  private static void removeAbandoned() throws IOException {
    try (Stream<Path> places = Files.list(SHARED)) {
      for (Path place : places.toList()) {
        Path owner = place.resolve(RUN_DIRECTORY);
        if (Files.exists(owner) && !Files.exists(Path.of(Files.readString(owner)))) {
          BinaryCache.deleteTree(place);
        }
      }
    }
  }
}
