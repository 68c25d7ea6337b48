package io.tributary.tools.dlq;

import io.tributary.config.DeadLetterConfig;
import io.tributary.config.EncryptionConfig;
import io.tributary.config.KafkaSourceConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.config.Secret;
import io.tributary.deadletter.PayloadKey;
import io.tributary.tools.options.KafkaTrouble;
import io.tributary.tools.options.PipelineOption;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command about dead letters needs, and how each of them ends. */
final class DlqOptions {

  static final int INCOMPLETE = 1;
  static final int UNREACHABLE = 3;

  @Mixin PipelineOption pipeline = new PipelineOption();

  @Option(names = "--json", description = "Prints JSON, for programs.")
  boolean json;

  /** What a command does once it has the pipeline and its Kafka. */
  interface Work {
    int run(PipelineConfig config, KafkaAccess kafka);
  }

  /** Runs a command and gives its exit code. */
  int run(Work work) {
    return pipeline.run(config -> run(config, work));
  }

  private int run(PipelineConfig config, Work work) {
    KafkaSourceConfig source = config.source().kafka();
    if (source == null) {
      error("the pipeline reads source.postgres: there are no topics to replay from");
      return ExitCode.USAGE;
    }
    try (KafkaAccess kafka = new KafkaAccess(source)) {
      return work.run(config, kafka);
    } catch (ConfigException e) {
      error("source.kafka.properties: " + KafkaTrouble.of(e));
      return ExitCode.USAGE;
    } catch (KafkaException e) {
      error(
          "cannot use Kafka at %s: %s; check source.kafka, and that it is up"
              .formatted(source.bootstrapServers(), KafkaTrouble.of(e)));
      return UNREACHABLE;
    }
  }

  PrintWriter out() {
    return pipeline.out();
  }

  void error(String what) {
    pipeline.error(what);
  }

  PrintWriter err() {
    return pipeline.err();
  }

  /** The keys that open encrypted payloads, by id. */
  static Map<String, PayloadKey> keys(DeadLetterConfig config) {
    Map<String, PayloadKey> keys = new HashMap<>();
    EncryptionConfig encryption = config.encryption();
    if (encryption != null) {
      for (Map.Entry<String, Secret> key : encryption.keys().entrySet()) {
        keys.put(key.getKey(), PayloadKey.of(key.getKey(), key.getValue().reveal()));
      }
    }
    return keys;
  }
}
