package io.tributary.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerTest {
  @TempDir Path directory;

  @Test
  void keepsItsDataWhenKilledAndLeavesNothingRunningWhenClosed() throws IOException {
    RedisServer redis = RedisServer.in(directory);
    ProcessHandle last;
    try (redis) {
      redis.start();
      assertThat(ask(redis, "SET greeting hello")).isEqualTo("+OK");

      redis.kill();
      assertThat(redis.isAlive()).isFalse();
      redis.start();

      assertThat(ask(redis, "STRLEN greeting")).isEqualTo(":5");
      last = ProcessHandle.of(redis.pid().orElseThrow()).orElseThrow();
    }
    assertThat(last.isAlive()).isFalse();
    assertThat(directory.resolve("pids")).isEmptyDirectory();
  }

  private static String ask(RedisServer redis, String command) throws IOException {
    try (Socket socket = Loopback.connect(redis.port())) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
    }
  }
}
