package io.tributary.sandbox;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A value that must not get out, and every form in which it could: as its bytes in UTF-8 and
 * UTF-16, in base64 (at whichever place of a longer text), in hexadecimal, in a URL, and in JSON.
 */
final class Canary {

  private static final int BASE64_GROUP = 3;

  private final String name;
  private final Map<String, String> forms = new LinkedHashMap<>();

  Canary(String name, String value) {
    this.name = name;
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    forms.put("clear", latin(utf8));
    forms.put("UTF-16BE", latin(value, StandardCharsets.UTF_16BE));
    forms.put("UTF-16LE", latin(value, StandardCharsets.UTF_16LE));
    forms.put("hex", HexFormat.of().formatHex(utf8));
    forms.put("HEX", HexFormat.of().formatHex(utf8).toUpperCase(Locale.ROOT));
    forms.put("URL", java.net.URLEncoder.encode(value, StandardCharsets.UTF_8));
    forms.put("JSON", latin(json(value, false), StandardCharsets.UTF_8));
    forms.put("JSON in ASCII", json(value, true));
    for (int place = 0; place < BASE64_GROUP; place++) {
      forms.put("base64 at " + place, base64(utf8, place, Base64.getEncoder()));
      forms.put("base64url at " + place, base64(utf8, place, Base64.getUrlEncoder()));
    }
  }

  /** The characters that do not depend on what stands before and after. */
  private static String base64(byte[] utf8, int place, Base64.Encoder encoder) {
    byte[] shifted = new byte[utf8.length + place];
    System.arraycopy(utf8, 0, shifted, place, utf8.length);
    String text = encoder.withoutPadding().encodeToString(shifted);
    return text.substring(place == 0 ? 0 : place + 1, shifted.length * 4 / BASE64_GROUP);
  }

  private static String json(String value, boolean ascii) {
    StringBuilder text = new StringBuilder();
    for (char c : value.toCharArray()) {
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (ascii && c > 0x7e) {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static String latin(String value, Charset charset) {
    return latin(value.getBytes(charset));
  }

  static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** What of this value is in the bytes, each byte given as the character of its number. */
  List<String> in(String latin) {
    List<String> found = new ArrayList<>();
    forms.forEach(
        (form, text) -> {
          if (latin.contains(text)) {
            found.add(name + " as " + form);
          }
        });
    return found;
  }
}
