package io.tributary.rollup.logic.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedTest {

  /** Another run of the same property: {@code -Dtributary.seed=...}. */
  private static final long SEED = Long.getLong("tributary.seed", 20_260_228L);

  private final Random random = new Random(SEED);

  /** State has decimals in this form: scale, length, and the bytes of the unscaled integer. */
  @Test
  void writesDecimalsOfAnySizeAsTheirIntegersBytes() throws IOException {
    for (int bits = 0; bits <= 200; bits++) {
      BigInteger power = BigInteger.ONE.shiftLeft(bits);
      for (int round = 0; round < 10; round++) {
        int scale = random.nextInt(9) - 4;
        check(new BigDecimal(new BigInteger(bits, random), scale));
        check(new BigDecimal(new BigInteger(bits, random).negate(), scale));
      }
      check(new BigDecimal(power));
      check(new BigDecimal(power.negate()));
      check(new BigDecimal(power.subtract(BigInteger.ONE)));
      check(new BigDecimal(power.not()));
    }
  }

  private static void check(BigDecimal value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Packed.writeDecimal(value, new DataOutputStream(bytes));
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(expected);
    byte[] unscaled = value.unscaledValue().toByteArray();
    Packed.writeSigned(value.scale(), out);
    Packed.writeUnsigned(unscaled.length, out);
    out.write(unscaled);
    assertThat(bytes.toByteArray()).as("seed %d", SEED).isEqualTo(expected.toByteArray());
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(Packed.readDecimal(in)).as("seed %d", SEED).isEqualTo(value);
    assertThat(in.available()).isZero();
  }
}
