package io.tributary.tools.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {

  /** Hands out as few or as many bytes at a time as it likes. */
  private static final class Trickle extends InputStream {
    private final ByteArrayInputStream all;
    private final Random random;

    Trickle(byte[] all, Random random) {
      this.all = new ByteArrayInputStream(all);
      this.random = random;
    }

    @Override
    public int read() {
      return all.read();
    }

    @Override
    public int read(byte[] target, int from, int length) {
      return all.read(target, from, Math.min(length, 1 + random.nextInt(100_000)));
    }
  }

  @Test
  void areTheSameHoweverTheStreamArrives() throws IOException {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      List<String> expected = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        String line = "x".repeat(random.nextInt(4) == 0 ? random.nextInt(300_000) : i % 3);
        expected.add(line);
        text.append(line).append('\n');
      }
      String last = random.nextBoolean() ? "" : "no end";
      Lines lines =
          new Lines(new Trickle((text + last).getBytes(StandardCharsets.US_ASCII), random));

      List<String> read = new ArrayList<>();
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        read.add(new String(line, StandardCharsets.US_ASCII));
      }
      if (!last.isEmpty()) {
        expected.add(last);
      }
      assertThat(read).as("seed %d", seed).isEqualTo(expected);
    }
  }
}
