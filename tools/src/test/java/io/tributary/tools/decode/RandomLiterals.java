package io.tributary.tools.decode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Random;
import java.util.StringJoiner;
import java.util.function.Function;

/** Random values in PostgreSQL's own text. */
final class RandomLiterals {

  private RandomLiterals() {}

  /** Of any magnitude. */
  static long skewed(Random random, int bits) {
    return random.nextLong() >> (64 - bits) >> random.nextInt(bits);
  }

  static String decimal(Random random, int bits, int scale) {
    BigInteger digits = new BigInteger(Math.max(1, random.nextInt(bits + 1)), random);
    return new BigDecimal(random.nextBoolean() ? digits : digits.negate(), scale).toPlainString();
  }

  static String real(Random random) {
    return random.nextInt(9) == 0
        ? pick(random, "NaN", "Infinity", "-Infinity", "-0", "1e-45")
        : finite(Float.intBitsToFloat(random.nextInt()));
  }

  static String twice(Random random) {
    return random.nextInt(9) == 0
        ? pick(random, "NaN", "Infinity", "-Infinity", "-0", "5e-324")
        : finite(Double.longBitsToDouble(random.nextLong()));
  }

  static String finite(Number number) {
    return Double.isFinite(number.doubleValue()) ? number.toString() : "0.1";
  }

  static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(20); length > 0; length--) {
      text.append(
          pick(random, "a", "é", "€", "😀", "\"", "\\", "\n", "\t", "\u0001", "'", " ", "%"));
    }
    return text.toString();
  }

  static String word(Random random, int longest) {
    return "abcdefghij".substring(0, 1 + random.nextInt(longest));
  }

  static String json(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "null";
      case 1 -> decimal(random, 200, 30);
      case 2 -> "\"" + word(random, 9) + " \\u00e9 \\n\"";
      case 3 -> "[1,  2.50, {\"b\" : null}]";
      default -> "{\"" + word(random, 3) + "\": 1.0, \"a\": [true],  \"z\": {}}";
    };
  }

  static String bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(60)];
    random.nextBytes(bytes);
    return "\\x" + HexFormat.of().formatHex(bytes);
  }

  static String hstore(Random random) {
    StringJoiner pairs = new StringJoiner(", ");
    for (int i = random.nextInt(4); i > 0; i--) {
      pairs.add(quoted("k" + i + text(random)) + "=>" + pick(random, "NULL", quoted(text(random))));
    }
    return pairs.toString();
  }

  static String day(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> pick(random, "infinity", "-infinity", "5874897-12-31", "4714-11-24 BC");
      case 1 -> date(random, 10_000 + random.nextInt(5_000_000));
      case 2 -> date(random, 1 + random.nextInt(4700)) + " BC";
      default -> date(random, 1 + random.nextInt(9999));
    };
  }

  static String date(Random random, int year) {
    return "%04d-%02d-%02d".formatted(year, 1 + random.nextInt(12), 1 + random.nextInt(28));
  }

  static String clock(Random random, int digits) {
    return random.nextInt(9) == 0
        ? pick(random, "24:00:00", "00:00:00", "23:59:59")
        : "%02d:%02d:%02d".formatted(random.nextInt(24), random.nextInt(60), random.nextInt(60))
            + fraction(random, digits);
  }

  static String fraction(Random random, int digits) {
    return digits == 0
        ? ""
        : "." + "%06d".formatted(random.nextInt(1_000_000)).substring(0, digits);
  }

  static String moment(Random random, int digits) {
    if (random.nextInt(9) == 0) {
      return pick(random, "infinity", "-infinity", "9999-12-31 23:59:59", "0044-03-15 12:00:00 BC");
    }
    int year = random.nextInt(5) == 0 ? 1 + random.nextInt(290_000) : 1 + random.nextInt(3000);
    String at = date(random, year) + " " + clockOfDay(random) + fraction(random, digits);
    return year < 4700 && random.nextInt(9) == 0 ? at + " BC" : at;
  }

  static String clockOfDay(Random random) {
    return "%02d:%02d:%02d".formatted(random.nextInt(24), random.nextInt(60), random.nextInt(60));
  }

  static String interval(Random random) {
    return "%d mons %d days %d:%02d:%02d.%06d"
        .formatted(
            random.nextInt(400) - 200,
            random.nextInt(4000) - 2000,
            random.nextInt(2000) - 1000,
            random.nextInt(60),
            random.nextInt(60),
            random.nextInt(1_000_000));
  }

  static String bits(Random random, int count) {
    StringBuilder bits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      bits.append(random.nextInt(2));
    }
    return bits.toString();
  }

  static String host(Random random) {
    return random.nextInt(256) + "." + random.nextInt(256) + ".3." + random.nextInt(256);
  }

  static String range(Random random) {
    int low = random.nextInt(1000) - 500;
    return pick(
        random,
        "empty",
        "(,)",
        "[" + low + "," + (low + 9) + "]",
        "(," + low + ")",
        "[" + low + ",)");
  }

  /** None that holds NULL alone, which cannot be told from what Debezium loses. */
  static String array(Random random, Function<Random, String> element) {
    StringJoiner array = new StringJoiner(",", "{", "}");
    for (int i = 0, length = random.nextInt(4); i < length; i++) {
      array.add(i > 0 && random.nextInt(5) == 0 ? "NULL" : element.apply(random));
    }
    return array.toString();
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
