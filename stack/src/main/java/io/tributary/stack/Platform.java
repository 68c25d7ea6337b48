package io.tributary.stack;

import java.util.Locale;

/** The machines for which there are native binaries. */
enum Platform {
  LINUX_X86_64,
  LINUX_ARM64,
  MACOS_X86_64,
  MACOS_ARM64;

  static Platform current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Platform of(String system, String architecture) {
    boolean mac = system.toLowerCase(Locale.ROOT).startsWith("mac");
    boolean arm = architecture.equals("aarch64");
    boolean intel = architecture.equals("amd64") || architecture.equals("x86_64");
    if ((!mac && !system.equals("Linux")) || (!arm && !intel)) {
      throw new StackException(
          "no PostgreSQL and Redis binaries for %s on %s: Linux or macOS on x86-64 or arm64"
              .formatted(system, architecture));
    }
    if (mac) {
      return arm ? MACOS_ARM64 : MACOS_X86_64;
    }
    return arm ? LINUX_ARM64 : LINUX_X86_64;
  }
}
