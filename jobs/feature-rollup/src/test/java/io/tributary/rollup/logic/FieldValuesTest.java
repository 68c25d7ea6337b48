package io.tributary.rollup.logic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldValuesTest {

  @Test
  void isTheMapOfWhatHasBeenAppended() {
    Map<String, String> expected = new LinkedHashMap<>();
    FieldValues values = new FieldValues(3);
    for (String field : List.of("views_5m", "clicks_5m")) {
      values.append(field, "\"" + field + "\"");
      expected.put(field, "\"" + field + "\"");
    }
    List<String> told = new ArrayList<>();
    values.forEach((field, value) -> told.add(field + "=" + value));
    assertThat(told).containsExactly("views_5m=\"views_5m\"", "clicks_5m=\"clicks_5m\"");
    assertThat(values).isEqualTo(expected).hasSameHashCodeAs(expected);
    assertThat(expected).isEqualTo(values);
    assertThat(values.keySet()).containsExactly("views_5m", "clicks_5m");
    assertThat(values.get("clicks_5m")).isEqualTo("\"clicks_5m\"");
    assertThat(values.get("spend_5m")).isNull();
    assertThat(new FieldValues(3)).isEmpty();
  }
}
