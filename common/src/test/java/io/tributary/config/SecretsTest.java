package io.tributary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final PipelineConfig EVERY_KEY = Pipelines.load("every-key.yaml");

  @Test
  void showsEverythingButSecrets() {
    assertThat(EVERY_KEY.toString())
        .isEqualTo(EVERY_KEY.describe())
        .doesNotContain("sesame", "kafka-1")
        .contains(
            "bootstrap-servers: '***'",
            "sasl.jaas.config: '***'",
            "password: '***'",
            "k1: '***'",
            "rediss://tributary:***@redis-1,redis-2:26380/2",
            "s3.secret-access-key: '***'",
            "security.protocol: SASL_SSL",
            "emit-every: 2s");
  }

  static Stream<Object> parts() {
    return Stream.of(
        EVERY_KEY.source(),
        EVERY_KEY.database(),
        EVERY_KEY.pii(),
        EVERY_KEY.redis(),
        EVERY_KEY.lakehouse(),
        EVERY_KEY.masks());
  }

  /** The driver logs URLs that it does not take, on standard error if nobody says otherwise. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "//h:port/app?password=sesame",
        "//u:ses/ame@h:1/app",
        "//u:sesame@h:1/app",
        "//h/app?password=ses%ZZame"
      })
  void aUrlThatIsNoneIsNotLogged(String url) {
    List<String> logged = new ArrayList<>();
    Handler handler = new LogHandler(logged);
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    try {
      InvalidConfigException refused =
          catchThrowableOfType(
              InvalidConfigException.class,
              () ->
                  PipelineConfig.parse(
                      """
                      version: 1
                      source: { kafka: { bootstrap-servers: "none:1", topic-prefix: app } }
                      database: { url: "jdbc:postgresql:%s", user: u, password: p }
                      tables: { public.t: {} }
                      """
                          .formatted(url)));
      assertThat(refused).hasMessageContaining("database.url: is not a PostgreSQL JDBC URL");
      assertThat(refused).hasMessageNotContaining("ses");
    } finally {
      root.removeHandler(handler);
    }
    assertThat(logged).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("parts")
  void noPartShowsASecret(Object part) {
    assertThat(part.toString()).doesNotContain("sesame");
  }

  @ParameterizedTest
  @CsvSource({
    "redis://:pw@redis:6379/1, redis://:***@redis:6379/1",
    "rediss://user:p@ss/word@redis, rediss://user:***@redis",
    "redis://redis:6379, redis://redis:6379",
    "redis://user@redis, redis://user@redis",
    "jdbc:postgresql://db/app?user=me&password=pw&ssl=true,"
        + " jdbc:postgresql://db/app?user=me&password=***&ssl=true",
  })
  void addressesMaskTheirPasswords(String url, String shown) {
    assertThat(new ConnectionUrl(url)).hasToString(shown);
  }

  @Test
  void masksWhatPlaceholdersBringIntoAnAddressThatHasAPasswordOfItsOwn() {
    String described =
        Pipelines.parse(
                """
                version: 1
                source: { kafka: { bootstrap-servers: "localhost:9092", topic-prefix: app } }
                redis: { url: "redis://me:open-sesame@${env:KAFKA_BOOTSTRAP}" }
                tables: { public.users: {} }
                """)
            .describe();
    assertThat(described).contains("url: redis://me:***@***").doesNotContain("sesame", "kafka-1");
  }

  @Test
  void readsSecretsFromFilesWithoutTheirLastLineBreak(@TempDir Path directory) throws IOException {
    Path secret = Files.writeString(directory.resolve("password"), "from a file\n");
    PipelineConfig config =
        Pipelines.parse(
            """
            version: 1
            source: { kafka: { bootstrap-servers: "localhost:9092", topic-prefix: app } }
            database: { url: "jdbc:postgresql://db/app", user: app, password: "${file:%s}" }
            tables: { public.users: {} }
            dead-letters: { topic: $${plain} }
            """
                .replace("$${plain}", "plain")
                .formatted(secret));
    assertThat(config.database())
        .extracting(database -> database.password().reveal())
        .isEqualTo("from a file");
  }

  @Test
  void violationsDoNotShowSecrets() {
    InvalidConfigException invalid =
        catchThrowableOfType(
            InvalidConfigException.class,
            () ->
                Pipelines.parse(
                    """
                    version: ${env:REDIS_PASSWORD}
                    source: { kafka: { bootstrap-servers: "${env:DB_PASSWORD}", topic-prefix: app } }
                    bootstrap: ${env:DB_PASSWORD}
                    redis: "redis://:my-sesame@redis"
                    tables: "${env:DB_PASSWORD}"
                    """));
    assertThat(invalid.violations()).hasSize(5);
    assertThat(invalid).message().doesNotContain("sesame");
  }

  private static final class LogHandler extends Handler {

    private final List<String> logged;

    private LogHandler(List<String> logged) {
      this.logged = logged;
    }

    @Override
    public void publish(LogRecord entry) {
      logged.add(entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
