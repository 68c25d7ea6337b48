package io.tributary.tools.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            - Changes of one entity are gathered for 100ms.

            ### clicks

            Number of rows, where `kind = 'click' and (amount > 5 or properties.page.type IN ('a', 'b'))`.
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
            - Changes of one entity are gathered for 2s.

            ### paid

            Sum of amount.
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
    assertThat(Run.of().err()).contains("say which: sql, describe, signal or forget");
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
