package io.debezium.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrayTextTest {

  @Test
  void isReadElementByElement() {
    assertThat(ArrayText.elements("{}", ',')).isEmpty();
    assertThat(ArrayText.elements("{1,NULL,\"NULL\",\"\",\" a\\\"b\\\\c,}\"}", ','))
        .containsExactly("1", null, "NULL", "", " a\"b\\c,}");
    assertThat(ArrayText.elements("[0:1]={a b,c}", ',')).containsExactly("a b", "c");
    assertThat(ArrayText.elements("{(2,2),(1,1);NULL}", ';')).containsExactly("(2,2),(1,1)", null);
  }

  @Test
  void isNotReadWhereItHasSeveralDimensionsOrNoBraces() {
    assertThat(ArrayText.elements("{{1,2},{3,4}}", ',')).isNull();
    assertThat(ArrayText.elements("1 2 3", ',')).isNull();
  }
}
