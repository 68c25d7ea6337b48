package io.tributary.tools.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollupDescribeCommandTest {

  @TempDir Path directory;

  @Test
  void documentsRollupsForPeople() throws IOException {
    Run run = Run.of("describe", "--pipeline", pipeline());
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            ## engagement

            Features of each `user_id` and `device`, from the rows of `public.events` at their `at`.

            - Redis: hash `feature:engagement:<user_id>|<device>`; how fresh it is: `feature:engagement`
            - Kafka: topic `features.engagement`, by entity
            - The SQL behind it: `tributary rollup sql engagement`
            - Changes of one entity are gathered for 100ms.

            ### clicks

            Number of rows, where `kind = 'click' and (amount > 5 or properties.page.type IN ('a', 'b'))`.
            0 where no row counts.
            Exact.

            | field | window | moves by |
            |---|---|---|
            | `clicks_5m` | 5m | 5s |
            | `clicks_lifetime` | lifetime | 1d |

            ## users

            Who pays.

            Features of each `id`, from the rows of `public.users` at their `at`.

            - Redis: hash `feature:users:<id>`; how fresh it is: `feature:users`
            - Owner: team-money
            - The SQL behind it: `tributary rollup sql users`
            - Changes of one entity are gathered for 2s.

            ### paid

            Sum of amount.
            0 where no row counts.
            Exact; of real and double precision rounded once.

            | field | window | moves by |
            |---|---|---|
            | `paid_1h` | 1h | 1m |

            """);
    assertThat(Run.of("describe", "users", "--pipeline", pipeline()).out())
        .startsWith("## users\n")
        .doesNotContain("engagement");
  }

  @Test
  void saysWhatEachAggregateComputes() throws IOException {
    Map<String, String> words = new LinkedHashMap<>();
    words.put(
        "{ avg: v, over: 1h }", "Mean of v.\nAbsent where no row counts.\nExact; of real and");
    words.put(
        "{ min: v, over: 1h }",
        "Smallest v.\nAbsent where no row counts.\nExact.\nAbsent, and listed in `_beyond_cap`, where a tile of more than 32 values has lost its best 32.");
    words.put("{ stddev: v, over: 1h }", "Sample standard deviation of v.");
    words.put("{ last: v, over: 1h }", "Value of v in the last row.");
    words.put(
        "{ first: v, k: 3, over: 1h }",
        "Values of v in the first 3 rows, as a list that begins with the first.");
    words.put(
        "{ top: v, k: 3, over: 1h }",
        "3 most frequent v, as a list.\nAbsent where no row counts.\nExact.\nAbsent, and listed in `_beyond_cap`, where a tile has more than 1000 different values.");
    words.put(
        "{ distinct: v, cap: 7, over: 1h }",
        "Number of different v.\n0 where no row counts.\nExact.\nAbsent, and listed in `_beyond_cap`, where a tile has more than 7 different values.");
    words.put(
        "{ distinct: v, approximate: true, over: 1h }",
        "Number of different v.\n0 where no row counts.\nWithin a few percent.");
    words.put(
        "{ percentile: v, at: 0.95, over: 1h }",
        "Percentile 0.95 of v.\nAbsent where no row counts.\nWithin 1 %.");
    words.put(
        "{ histogram: v, bounds: [10, 1e2], over: 1h }",
        "Numbers of rows whose v is below 10, from there below 100, and from there on, as a list.");
    words.put(
        "{ decayed-count: true, half-life: 6h }",
        "Number of rows, of which each counts half after every 6h.\n0 where no row counts.\nWithin 1e-9.\n\n| field | window | moves by |\n|---|---|---|\n| `x` | 6d | 30m |");
    words.put(
        "{ decayed-sum: v, half-life: 6h }",
        "Sum of v, of which each row counts half after every 6h.");
    words.put(
        "{ ratio: [paid, paid_too], over: 1h }",
        "Ratio of paid to paid_too.\nAbsent where no row counts.\nExact; of real and");
    words.put("{ latest: v }", "Value of v in the latest row.");
    for (Map.Entry<String, String> each : words.entrySet()) {
      String features =
          "{ x: %s, paid: { sum: amount, over: 1h }, paid_too: { sum: amount, over: 1h } }"
              .formatted(each.getKey());
      Path file = directory.resolve("words.yaml");
      Files.writeString(
          file,
          Files.readString(Path.of(pipeline()))
              .replace("{ paid: { sum: amount, over: 1h } }", features));
      assertThat(Run.of("describe", "users", "--pipeline", file.toString()).out())
          .contains("### x\n\n" + each.getValue());
    }
  }

  @Test
  void documentsRollupsForPrograms() throws IOException {
    Run run = Run.of("describe", "--json", "--pipeline", pipeline());
    JsonNode rollup = new ObjectMapper().readTree(run.out()).get(0);
    assertThat(rollup.at("/redis/key").asText()).isEqualTo("feature:engagement:<user_id>|<device>");
    assertThat(rollup.at("/kafkaTopic").asText()).isEqualTo("features.engagement");
    assertThat(rollup.at("/entity/1").asText()).isEqualTo("device");
    assertThat(rollup.at("/features/0/results/1/tile").asText()).isEqualTo("1d");
    assertThat(rollup.at("/owner").isNull()).isTrue();
    assertThat(rollup.at("/features/0/where").asText()).contains("amount > 5");
  }

  @Test
  void saysWhichRollupsThereAre() throws IOException {
    Run misspelt = Run.of("describe", "engagements", "--pipeline", pipeline());
    assertThat(misspelt.exit()).isEqualTo(2);
    assertThat(misspelt.err()).contains("no rollup engagements; did you mean engagement?");
    assertThat(Run.of("describe", "--pipeline", "nowhere.yaml").exit()).isEqualTo(2);
    assertThat(Run.of().err()).contains("Missing required subcommand");
    assertThat(Run.of("sql").exit()).isEqualTo(2);
  }

  private String pipeline() throws IOException {
    Path file = directory.resolve("pipeline.yaml");
    Files.writeString(
        file,
        """
        version: 1
        source: { kafka: { bootstrap-servers: "none:1", topic-prefix: app } }
        redis: { url: "redis://localhost" }
        tables: { public.events: {}, public.users: {} }
        rollups:
          engagement:
            from: public.events
            entity: [user_id, device]
            event-time: at
            kafka-topic: features.engagement
            features:
              clicks:
                count: true
                where: { kind: click, any-of: [{ amount: { gt: 5 } }, { properties.page.type: [a, b] }] }
                over: [5m, lifetime]
          users:
            from: public.users
            entity: id
            event-time: at
            emit-every: 2s
            description: Who pays.
            owner: team-money
            features: { paid: { sum: amount, over: 1h } }
        """);
    return file.toString();
  }
}
