package io.tributary.tools.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recorded records with odd values in random places: each has its line, and none ends the command.
 */
class OddValuesFuzzTest {

  private static final long SEED = Long.getLong("tributary.seed", System.nanoTime());
  private static final int ROUNDS = 30;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final String[] ODD =
      """
      null true 0 -1 9223372036854775807 -9223372036854775808 18446744073709551616 1e400 -1e-400
      1e999999999 0.1 -0.0 "" "x" "0" "1e400" "infinity" "-infinity" "NaN" "AA==" "P1Y" "P-1Y2M-3DT4H"
      "2026-02-28T12:00:00Z" "+999999999-12-31T23:59:59Z" "-999999999-01-01T00:00:00Z" [] [null] [[1]]
      {} {"scale":-2147483648,"value":"AA=="} {"scale":2147483647,"value":"AA=="}
      {"year":999999999} "[\\"1\\",\\"2\\"]" "[null,null]" "[]" "\\ud83d\\ude00" "\\u0000" "true" "last" "r"\
      """
          .split("[ \n]+");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"plain", "schemas", "defaults", "flink_cdc"})
  void anyValueInAnyPlaceHasItsLine(String recording) throws IOException {
    Random random = new Random(SEED);
    StringBuilder input = new StringBuilder();
    int records = 0;
    for (String line : resource("/envelopes/" + recording + ".jsonl").lines().toList()) {
      for (int round = 0; round < ROUNDS; round++) {
        input.append(replacedSomewhere(JSON.readTree(line), random)).append('\n');
        records++;
      }
    }
    Path declared =
        Files.writeString(directory.resolve("declared.yaml"), resource("/envelopes/pipeline.yaml"));
    String[] arguments = {"--pipeline", declared.toString(), "--topic-prefix", recording};

    Run changes = Run.of(input.toString(), arguments);

    assertThat(changes.lines()).as("-Dtributary.seed=%d", SEED).hasSize(records);
    assertPlain(changes);
    String[] transitions = Arrays.copyOf(arguments, arguments.length + 1);
    transitions[arguments.length] = "--transitions";
    assertPlain(Run.of(input.toString(), transitions));
  }

  private static void assertPlain(Run run) throws IOException {
    assertThat(run.exit()).as("-Dtributary.seed=%d: %s", SEED, run.err()).isZero();
    assertThat(run.err()).as("-Dtributary.seed=%d", SEED).doesNotContain("\tat ", "Exception");
    for (String line : run.lines()) {
      assertThat(JSON.readTree(line).isObject()).as("-Dtributary.seed=%d", SEED).isTrue();
    }
  }

  /** Somewhere in the record's key or value, or in the line about it. */
  private static String replacedSomewhere(JsonNode line, Random random) throws IOException {
    String part = random.nextInt(4) == 0 ? "key" : "payload";
    JsonNode text = line.get(part);
    if (text == null || !text.isTextual() || random.nextInt(20) == 0) {
      replaceIn(line, random);
      return line.toString();
    }
    JsonNode content = JSON.readTree(text.textValue());
    replaceIn(content, random);
    ((ObjectNode) line).put(part, content.toString());
    return line.toString();
  }

  private static void replaceIn(JsonNode root, Random random) throws IOException {
    List<JsonNode> places = new ArrayList<>();
    collect(root, places);
    if (places.isEmpty()) {
      return;
    }
    JsonNode place = places.get(random.nextInt(places.size()));
    JsonNode odd = odd(random);
    if (place instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      object.set(names.get(random.nextInt(names.size())), odd);
    } else {
      ((ArrayNode) place).set(random.nextInt(place.size()), odd);
    }
  }

  private static JsonNode odd(Random random) throws IOException {
    String odd = ODD[random.nextInt(ODD.length)];
    return odd.matches("-?[0-9.]+e-?[0-9]{9,}")
        ? JsonNodeFactory.instance.rawValueNode(new RawValue(odd))
        : JSON.readTree(odd);
  }

  private static void collect(JsonNode node, List<JsonNode> places) {
    if (node.isContainerNode() && !node.isEmpty()) {
      places.add(node);
    }
    node.elements().forEachRemaining(child -> collect(child, places));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = OddValuesFuzzTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
