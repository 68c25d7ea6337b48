package io.tributary.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Where PostgreSQL's programs and data are. Normally in the user's cache and in the run directory.
 * Run as nobody, PostgreSQL cannot look into private directories such as {@code /root}: then both
 * are under {@code /var/tmp}, and the data of run directories that are gone is removed from there.
 */
record PostgresFiles(Path home, Path data, PostgresAccount account) {
  private static final Path SHARED = Path.of("/var/tmp/tributary-postgresql");
  private static final String LINK = "link";

  static PostgresFiles of(Path wanted, PostgresAccount account) throws IOException {
    if (account != PostgresAccount.NOBODY) {
      return new PostgresFiles(PostgresBinaries.unpacked(BinaryCache.ofUser()), wanted, account);
    }
    BinaryCache.createOwnDirectory(SHARED);
    Path home = PostgresBinaries.unpacked(new BinaryCache(SHARED.resolve("programs")));
    return new PostgresFiles(home, shared(wanted), account);
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

  /** A link in the run directory leads there; a place to which none leads is abandoned. */
  private static Path shared(Path wanted) throws IOException {
    removeAbandoned();
    if (!Files.isSymbolicLink(wanted)) {
      Path place = SHARED.resolve(UUID.randomUUID().toString());
      Files.createSymbolicLink(wanted, place.resolve("data"));
      Files.createDirectory(place);
      Files.writeString(place.resolve(LINK), wanted.toString());
    }
    return Files.readSymbolicLink(wanted);
  }

  private static void removeAbandoned() throws IOException {
    try (Stream<Path> places = Files.list(SHARED)) {
      for (Path place : places.toList()) {
        Path link = place.resolve(LINK);
        if (Files.exists(link) && !leadsTo(place, Path.of(Files.readString(link)))) {
          BinaryCache.deleteTree(place);
        }
      }
    }
  }

  private static boolean leadsTo(Path place, Path link) throws IOException {
    return Files.isSymbolicLink(link) && Files.readSymbolicLink(link).startsWith(place);
  }
}
