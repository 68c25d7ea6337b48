package io.tributary.stack;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** How PostgreSQL's programs are run, since they refuse to run as root. */
enum PostgresAccount {
  /** As the ordinary user that we are. */
  OWN(List.of()),
  /** In a user namespace where root has another number; its files stay root's. */
  USER_NAMESPACE(List.of("unshare", "-U", "--")),
  /** As nobody, where containers forbid user namespaces. Its files must be reachable by nobody. */
  NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"));

  static final int NOBODY_ID = 65534;

  private final List<String> prefix;

  PostgresAccount(List<String> prefix) {
    this.prefix = prefix;
  }

  List<String> command(List<String> program) {
    return Stream.concat(prefix.stream(), program.stream()).toList();
  }

  /** The property {@code tributary.postgres.account} overrides what this machine allows. */
  static PostgresAccount choose() {
    return Optional.ofNullable(System.getProperty("tributary.postgres.account"))
        .map(PostgresAccount::valueOf)
        .orElseGet(PostgresAccount::possible);
  }

  private static PostgresAccount possible() {
    if (!System.getProperty("user.name").equals("root")) {
      return OWN;
    }
    if (succeeds(USER_NAMESPACE.command(List.of("true")))) {
      return USER_NAMESPACE;
    }
    if (succeeds(NOBODY.command(List.of("true")))) {
      return NOBODY;
    }
    throw new StackException(
        "PostgreSQL does not run as root, and neither unshare -U nor setpriv works here:"
            + " run this as an ordinary user");
  }

  private static boolean succeeds(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
