package io.tributary.tools.decode;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the command shows of a row, beside what PostgreSQL says of it. */
final class ShownValues {

  private ShownValues() {}

  /** Adds, by column, what is shown otherwise than PostgreSQL says. */
  static void compare(JsonNode expected, JsonNode shown, Map<String, List<String>> differences) {
    shown
        .fields()
        .forEachRemaining(
            column -> {
              JsonNode truth = expected.get(column.getKey());
              if (!same(column.getKey(), truth, column.getValue())) {
                differences
                    .computeIfAbsent(column.getKey(), any -> new ArrayList<>())
                    .add(truth + " shown as " + column.getValue());
              }
            });
  }

  private static LocalTime utc(JsonNode zoned) {
    return OffsetTime.parse(zoned.asText()).withOffsetSameInstant(ZoneOffset.UTC).toLocalTime();
  }

  private static boolean same(String column, JsonNode truth, JsonNode shown) {
    if (truth.isArray() && shown.isArray() && truth.size() == shown.size()) {
      return IntStream.range(0, truth.size())
          .allMatch(i -> same(column, truth.get(i), shown.get(i)));
    } else if (truth.isNumber() && shown.isNumber()) {
      return column.startsWith("single")
          ? Float.parseFloat(truth.asText()) == Float.parseFloat(shown.asText())
          : Double.parseDouble(truth.asText()) == Double.parseDouble(shown.asText());
    } else if (column.startsWith("span") && truth.isTextual() && shown.isTextual()) {
      return Interval.of(truth.asText()).equals(Interval.of(shown.asText()));
    } else if (column.startsWith("zoned") && truth.isTextual() && shown.isTextual()) {
      return utc(truth).equals(utc(shown));
    }
    return truth.equals(shown);
  }
}
