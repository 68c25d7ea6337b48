package io.tributary.tools.options;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a moment: {@code 2026-02-28T12:00:00Z}, {@code 2026-02-28} for the beginning of that day in
 * UTC, or how long ago, {@code 2h}.
 */
public final class Moment implements ITypeConverter<Instant> {

  private static final Pattern AGO = Pattern.compile("([0-9]{1,6})(s|m|h|d)");

  @Override
  public Instant convert(String text) {
    Matcher ago = AGO.matcher(text);
    try {
      if (ago.matches()) {
        String unit = ago.group(2);
        String iso = (unit.equals("d") ? "P" : "PT") + ago.group(1) + unit;
        return Instant.now().minus(Duration.parse(iso));
      }
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "'" + text + "' is not a time: write 2026-02-28, 2026-02-28T12:00:00Z, or 2h");
    }
  }
}
