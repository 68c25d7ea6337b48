package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableId;
import io.tributary.testing.CollectingSink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever stands where a secret belongs, and however it is misspelled: it is not in what a job
 * says that does not start, nor in its log. No server is there.
 */
class StartSecretsTest {

  private static final String CANARY = "canary5271";
  private static final TableId TABLE = TableId.parse("public.t");

  /** With patience for a broker that is not there. */
  private static final String KAFKA =
      """
      source:
        kafka:
          bootstrap-servers: "127.0.0.1:1"
          topic-prefix: app
          properties: { default.api.timeout.ms: 300, request.timeout.ms: 200, %s }
          %s
      """;

  private static final String DIRECT =
      "source: { postgres: { slot: s, publication: p, accept-known-defects: true } }\n";

  private final CapturedLog log = new CapturedLog();
  @TempDir Path directory;

  @AfterEach
  void releaseLog() {
    log.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=u password=\"SECRET\";",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=u password=SECRET",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=u password=x SECRET;",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=u password=a;SECRET;",
        "org.apache.kafka.common.security.plain.PlainLoginModule SECRET;",
        "org.apache.kafka.common.security.plain.PlainLoginModule username=u password=SECRET required;",
        "SECRET required username=u password=p;",
        "SECRET"
      })
  void noWordOfALoginIsShown(String login) throws Exception {
    refused(
        KAFKA.formatted(
            "security.protocol: SASL_PLAINTEXT, sasl.mechanism: PLAIN, sasl.jaas.config: '"
                + login
                + "'",
            ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssl.keystore.type: PEM, ssl.keystore.certificate.chain: SECRET, ssl.keystore.key: SECRET",
        "ssl.keystore.type: PEM, ssl.keystore.certificate.chain: x, ssl.keystore.key: SECRET, ssl.key.password: SECRET",
        "ssl.truststore.type: PEM, ssl.truststore.certificates: SECRET",
        "ssl.keystore.location: /nowhere, ssl.keystore.password: SECRET, ssl.key.password: SECRET",
        "ssl.truststore.location: /nowhere, ssl.truststore.password: SECRET",
        "ssl.truststore.password: SECRET",
        "my.own.token: SECRET"
      })
  void noWordOfACertificatesPasswordIsShown(String properties) throws Exception {
    refused(KAFKA.formatted("security.protocol: SSL, " + properties, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "schema-registry: { url: 'https://u:SECRET@r', user: u, password: SECRET }",
        "schema-registry: { url: 'SECRET', password: SECRET }",
        "schema-registry: { url: 'https://r', user: u, password: [SECRET] }",
        "schema-registry: { url: 'https://r', user: u, password: !x SECRET }"
      })
  void noWordOfTheRegistrysPasswordIsShown(String registry) throws Exception {
    refused(KAFKA.formatted("", registry));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "database: { url: 'jdbc:postgresql://127.0.0.1:1/app', user: u, password: SECRET }",
        "database: { url: 'jdbc:postgresql://127.0.0.1:1/app?sslmode=no&password=SECRET', user: u, password: SECRET }",
        "database: { url: 'jdbc:postgresql://127.0.0.1:1/app?sslpassword=SECRET&sslmode=no', user: u, password: SECRET }",
        "database: { url: 'jdbc:postgresql://u:SECRET@127.0.0.1:1/app', user: u, password: SECRET }",
        "database: { url: 'jdbc:postgresql://127.0.0.1:SECRET/app', user: u, password: SECRET }",
        "database: { url: 'postgresql:SECRET', user: u, password: SECRET }",
        "database: { url: 'jdbc:postgresql://127.0.0.1:1/app', user: u, password: { a: SECRET } }",
        "database: { url: 'jdbc:postgresql://127.0.0.1:1/app', user: u, password: *SECRET }",
        "database: { url: 'jdbc:postgresql://127.0.0.1:1/app', user: u, pasword: SECRET }"
      })
  void noWordOfTheDatabasesPasswordIsShown(String database) throws Exception {
    refused(DIRECT + database + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis: { url: 'redis://u:SECRET@127.0.0.1:port' }",
        "redis: { url: 'redis://u:SECRET' }",
        "redis: { url: 'redis:SECRET' }",
        "redis: { url: ' redis://u:SECRET@h' }",
        "redis: { url: 'redis://u:x SECRET@h/%zz' }",
        "redis: 'redis://u:SECRET@h'",
        "redis: { url: 'redis://h', mode: sentinel, sentinel: { name: n, user: u, password: [SECRET] } }",
        "pii: { hmac: { current: k, keys: { k: SECRET } } }",
        "pii: { hmac: { current: k, keys: { k: 'SECRET SECRET' } } }",
        "pii: { hmac: { current: SECRET, keys: SECRET } }",
        "dead-letters: { payload: encrypted, encryption: { current: k, keys: { k: SECRET } } }",
        "dead-letters: { payload: encrypted, encryption: { current: k, keys: { k: 'SECRET=' } } }"
      })
  void noWordOfAnotherSecretIsShown(String section) throws Exception {
    refused(KAFKA.formatted("", "") + section + "\n");
  }

  /** As it is written, and from a file. */
  private void refused(String pipeline) throws Exception {
    refusedAsWritten(pipeline.replace("SECRET", CANARY));
    Path secret = Files.writeString(directory.resolve("secret"), CANARY);
    refusedAsWritten(pipeline.replace("SECRET", "${file:" + secret + "}"));
  }

  private void refusedAsWritten(String pipeline) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("pipeline.yaml"),
            "version: 1\nbootstrap: accept-partial\ntables: { public.t: {} }\n" + pipeline);
    String[] arguments = {"--pipeline", file.toString()};

    Throwable failure =
        catchThrowable(() -> JobMain.run(arguments, "a-job", "", StartSecretsTest::define));

    assertThat(CapturedLog.trace(Objects.requireNonNull(failure))).doesNotContain(CANARY);
    assertThat(log.lines()).noneMatch(line -> line.contains(CANARY));
  }

  private static void define(StreamExecutionEnvironment env, PipelineConfig config, Ports ports) {
    if (config.redis() != null) {
      config.redis().address();
    }
    try (ChangeStream stream = ChangeStream.open(env, config, ports, Set.of(TABLE))) {
      stream.transitions(Map.of(TABLE, Set.of())).sinkTo(new CollectingSink<>()).uid("out");
    }
  }
}
