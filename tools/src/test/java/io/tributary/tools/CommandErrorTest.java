package io.tributary.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands say where they cannot do what they are asked for. */
class CommandErrorTest {

  private static final String KAFKA =
      """
      version: 1
      source: { kafka: { bootstrap-servers: "none:1", topic-prefix: app } }
      tables: { public.t: {} }
      """;

  private static final String DIRECT =
      """
      version: 1
      source: { postgres: { slot: s, publication: p, accept-known-defects: true } }
      database: { url: "jdbc:postgresql://none/app", user: u, password: p }
      tables: { public.t: {} }
      """;

  @TempDir static Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tributary                | nothing                                | 2 | Unmatched argument
          tributary config         | config a b                             | 2 | Unmatched argument
          tributary decode         | decode --schema-history none           | 3 | --schema-history none: cannot be read: there is no such file
          tributary decode         | decode --database a                    | 2 | --database is not the URL
          tributary decode         | decode --database postgres://h/d --database-password-file none | 2 | --database-password-file cannot be read: there is no such file
          tributary decode         | decode --database postgres://u:ses%ZZame@h/d | 2 | --database is not the URL
          tributary decode         | decode --database postgres://u:sesame/@h/d | 2 | --database is not the URL
          tributary decode         | decode --databse postgres://u:sesame@h/d | 2 | Unknown options: '--databse', 'postgres://u:***@h/d'
          tributary dlq list       | dlq list --limit -1 --pipeline kafka        | 2 | --limit is a number from 0 on
          tributary dlq list       | dlq list --partition -1 --pipeline kafka    | 2 | --partition is a number from 0 on
          tributary dlq list       | dlq list --offset 20-10                  | 2 | Invalid value for option '--offset': '20-10' ends before it begins
          tributary dlq list       | dlq list --since 2h --until 3h --pipeline kafka | 2 | --until is not behind --since
          tributary dlq replay     | dlq replay --rate 0                      | 2 | Invalid value for option '--rate': '0' is not a rate
          tributary dlq list       | dlq list --pipeline direct             | 2 | the pipeline reads source.postgres
          tributary dlq show       | dlq show                               | 2 | Missing required parameter
          tributary rollup forget  | rollup forget clicks --pipeline kafka     | 2 | the pipeline names no redis
          tributary rollup republish | rollup republish clicks --pipeline kafka | 2 | kafka has no rollup clicks; it has none
          tributary rollup signal  | rollup signal --pipeline direct        | 2 | without Kafka Connect there are no signals
          tributary schema-history install | schema-history install --pipeline kafka   | 2 | the pipeline names no database
          """)
  void beginWithTheCommand(String command, String arguments, int exit, String what)
      throws Exception {
    Path kafka = Files.writeString(directory.resolve("kafka"), KAFKA);
    Path direct = Files.writeString(directory.resolve("direct"), DIRECT);
    Run run = Run.of(arguments.replace(" kafka", " " + kafka).replace(" direct", " " + direct));

    assertThat(run.err()).startsWith(command + ": " + what.replace("kafka", kafka.toString()));
    assertThat(run.err()).doesNotContain("Exception", "ses", "ZZ");
    assertThat(run.exit()).isEqualTo(exit);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          request.timeout.ms: my sesame  | source.kafka.properties: Invalid value *** for configuration request.timeout.ms
          security.protocol: SASL_SSL, sasl.jaas.config: 'a.B required password=my sesame;' | cannot use Kafka at none:1
          """)
  void quoteNoPropertyOfKafka(String property, String what) throws Exception {
    Path file = directory.resolve("properties");
    Files.writeString(
        file,
        KAFKA.replace("topic-prefix: app", "topic-prefix: app, properties: { " + property + " }"));
    Run run = Run.of("dlq list --pipeline " + file);
    assertThat(run.err()).startsWith("tributary dlq list: " + what).doesNotContain("sesame");
  }

  @Test
  void aboutAFileBeginWithIt() {
    assertThat(Run.of("config none").err()).startsWith("none has 1 problem:");
    assertThat(Run.of("rollup describe --pipeline none").err()).startsWith("none has 1 problem:");
  }

  private record Run(int exit, String err) {

    static Run of(String arguments) {
      StringWriter err = new StringWriter();
      int exit =
          TributaryCommand.commandLine()
              .setErr(new PrintWriter(err, true))
              .execute(arguments.split(" "));
      return new Run(exit, err.toString());
    }
  }
}
