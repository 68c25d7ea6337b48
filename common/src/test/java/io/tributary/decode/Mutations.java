package io.tributary.decode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Damages JSON in the ways in which it could be other than expected, some of them still valid. */
final class Mutations {

  private static final String[] TOKENS =
      """
      null true false 0 -0 -1 1.50 -0.0 0.1e1 1E400 1e-400 007 9223372036854775807
      9223372036854775808 123456789012345678901234567890 3.4e38 16777217.0 0.30000000000000004
      1. .5 +1 1795363692873556 -2440589 2146033979 "" "x" "12.50" "-0.00" ".5" "1e3" "NaN"
      "infinity" "AA==" "AB==" "AA" "2026-02-28T12:00:00Z" "2026-02-30T12:00:00Z"
      "2026-02-28T24:00:00Z" "2026-02-28T12:00:00.1234567Z" "0000-01-01T00:00:00Z"
      "2024-02-29T23:59:59.999999Z" "2026-02-28T12:00:00+01:00" "__debezium_unavailable_value"
      "\\u005f_debezium_unavailable_value" "X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ=="
      "{\\"__debezium_unavailable_value\\":\\"__debezium_unavailable_value\\"}"
      "00000000-0000-0000-0000-00000000000A" "\\u00e9\\n\\/" "\\ud83d\\ude00" "\\ud800"
      "\\udc00x" ["\\ud83d",1] "\\u0000" "\\x" "é𝄞" [] [null] {} {"a":1} "c" "u" "d" "r" "t"
      "m" "[null,\\"1\\"]" "[\\"1\\",\\"2\\"]" "[\\"-1\\",\\"2\\"]" "incremental" "last"
      "a\\u0009b" "a\tb"\
      """
          .split("[ \n]");

  private static final byte[][] FRAGMENTS = {
    {(byte) 0xC0, (byte) 0x80},
    {(byte) 0xC1, (byte) 0xBF},
    {(byte) 0xF0, (byte) 0x80, (byte) 0x80, (byte) 0x80},
    {(byte) 0xF0, (byte) 0x82, (byte) 0x82, (byte) 0xAC},
    {(byte) 0xED, (byte) 0xBF, (byte) 0xBF},
    {(byte) 0xED, (byte) 0xA0, (byte) 0xBD, (byte) 0xED, (byte) 0xB8, (byte) 0x80},
    {(byte) 0xE2, (byte) 0x82},
    {(byte) 0xE2, (byte) 0x82, (byte) 0xAC},
    {(byte) 0xF0, (byte) 0x9F, (byte) 0x98},
    {(byte) 0xF0, (byte) 0x9F, (byte) 0x98, (byte) 0x80},
    {(byte) 0xF4, (byte) 0x8F, (byte) 0xBF, (byte) 0xBF},
    {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
    {(byte) 0x80},
    {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
    {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
    {(byte) 0xFF},
    {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
    {(byte) 0xC3},
    {(byte) 0xC3, (byte) 0xA9},
    {(byte) 0xE0, (byte) 0x80, (byte) 0x80},
    {0},
    {' '},
    {'\n'},
    {'\\'},
    {'"'},
    {'\\', '"'},
    {'\\', 'n'},
    {'\\', 'u', '0', '0', '4', '1'},
    {','},
    {'{'},
    {'}'},
    {'0'},
    {'9'},
    {'-'}
  };

  private static final String PAYLOAD = "\"payload\":";

  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  byte[] of(byte[] json) {
    int payload = random.nextInt(8) == 0 ? 0 : payload(json);
    byte[] lead = java.util.Arrays.copyOf(json, payload);
    byte[] mutated = java.util.Arrays.copyOfRange(json, payload, json.length);
    for (int edits = random.nextInt(10) / 8; edits >= 0 && mutated.length > 2; edits--) {
      mutated =
          switch (random.nextInt(10)) {
            case 0 -> flipped(mutated);
            case 1 -> spliced(mutated, at(mutated), 0, pick(FRAGMENTS));
            case 2 -> spliced(mutated, at(mutated), 1 + random.nextInt(4), new byte[0]);
            case 3 -> random.nextInt(8) == 0 ? truncated(mutated) : flipped(mutated);
            case 4 -> membersSwapped(mutated);
            case 5 -> memberRepeated(mutated);
            case 6 -> letterEscaped(mutated);
            case 7 -> textSpoiled(mutated);
            default -> valueReplaced(mutated);
          };
    }
    return spliced(lead, lead.length, 0, mutated);
  }

  /** Where the payload begins: most of a record is the schema in front of it. */
  private static int payload(byte[] json) {
    return Math.max(0, new String(json, StandardCharsets.ISO_8859_1).lastIndexOf(PAYLOAD));
  }

  private int at(byte[] json) {
    return random.nextInt(json.length);
  }

  private byte[] flipped(byte[] json) {
    byte[] flipped = json.clone();
    flipped[at(json)] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  /** A fragment within a text, where bytes that are no ASCII may stand. */
  private byte[] textSpoiled(byte[] json) {
    int quote = at(json);
    while (quote < json.length && json[quote] != '"') {
      quote++;
    }
    return spliced(json, Math.min(json.length, quote + 1), 0, pick(FRAGMENTS));
  }

  private byte[] truncated(byte[] json) {
    return java.util.Arrays.copyOf(json, at(json));
  }

  private static byte[] spliced(byte[] json, int at, int removed, byte[] inserted) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + inserted.length);
    int behind = Math.min(json.length, at + removed);
    out.write(json, 0, at);
    out.write(inserted, 0, inserted.length);
    out.write(json, behind, json.length - behind);
    return out.toByteArray();
  }

  private byte[] valueReplaced(byte[] json) {
    List<int[]> members = members(json);
    if (members.isEmpty()) {
      return flipped(json);
    }
    int[] member = members.get(random.nextInt(members.size()));
    byte[] token = pick(TOKENS).getBytes(StandardCharsets.UTF_8);
    return spliced(json, member[1], member[2] - member[1], token);
  }

  private byte[] membersSwapped(byte[] json) {
    List<int[]> members = members(json);
    if (members.size() < 2) {
      return flipped(json);
    }
    int index = random.nextInt(members.size() - 1);
    int[] first = members.get(index);
    int[] second = members.get(index + 1 + random.nextInt(members.size() - index - 1));
    if (second[0] < first[2]) {
      return flipped(json);
    }
    byte[] one = java.util.Arrays.copyOfRange(json, first[0], first[2]);
    byte[] other = java.util.Arrays.copyOfRange(json, second[0], second[2]);
    return spliced(
        spliced(json, second[0], other.length, one), first[0], first[2] - first[0], other);
  }

  private byte[] memberRepeated(byte[] json) {
    List<int[]> members = members(json);
    if (members.isEmpty()) {
      return flipped(json);
    }
    int[] member = members.get(random.nextInt(members.size()));
    String text = new String(json, member[0], member[2] - member[0], StandardCharsets.ISO_8859_1);
    return spliced(json, member[0], 0, (text + ",").getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The same name or text, spelled in another way. */
  private byte[] letterEscaped(byte[] json) {
    int at = at(json);
    if (!Character.isLetter(json[at])) {
      return flipped(json);
    }
    return spliced(
        json, at, 1, "\\u%04x".formatted((int) json[at]).getBytes(StandardCharsets.UTF_8));
  }

  /** Start of the name, start of the value and end of each member, those in members as well. */
  private static List<int[]> members(byte[] json) {
    List<int[]> members = new ArrayList<>();
    int at = 0;
    while (at < json.length) {
      int start = at;
      at = json[at] == '"' ? stringEnd(json, at) : at + 1;
      if (json[start] == '"' && at + 1 < json.length && json[at] == ':') {
        at++;
        members.add(new int[] {start, at, valueEnd(json, at)});
      }
    }
    return members;
  }

  private static int valueEnd(byte[] json, int start) {
    int depth = 0;
    int at = start;
    while (at < json.length) {
      byte next = json[at];
      boolean closes = next == '}' || next == ']';
      if (depth == 0 && (closes || next == ',')) {
        return at;
      }
      depth += closes ? -1 : next == '{' || next == '[' ? 1 : 0;
      at = next == '"' ? stringEnd(json, at) : at + 1;
    }
    return at;
  }

  private static int stringEnd(byte[] json, int start) {
    int at = start + 1;
    while (at < json.length && json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    return Math.min(json.length, at + 1);
  }

  private <T> T pick(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
