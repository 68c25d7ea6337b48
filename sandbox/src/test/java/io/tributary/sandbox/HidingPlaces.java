package io.tributary.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.flink.metrics.Gauge;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObjects;

/**
 * Everything that the jobs leave behind, given to a search piece by piece with the name of its
 * place. Compressed parts are unpacked.
 */
final class HidingPlaces {

  private static final CommandObjects COMMANDS = new CommandObjects();

  private HidingPlaces() {}

  /** Files come and go while jobs run and end; what is gone is nowhere. */
  static @Nullable Path files(Path home, BiConsumer<String, byte[]> search) throws IOException {
    return Files.walkFileTree(
        home,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            try {
              String place = home.relativize(file).getName(0).toString();
              search.accept(place, Files.readAllBytes(file));
            } catch (NoSuchFileException gone) {
              return FileVisitResult.CONTINUE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path at, @Nullable IOException why) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  static void topics(CanaryRun run, String kafka, BiConsumer<String, byte[]> search) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      consumer
          .listTopics()
          .forEach(
              (topic, infos) -> {
                if (topic.startsWith(run.topicPrefix()) && !topic.equals(run.sourceTopic())) {
                  infos.forEach(
                      info -> partitions.add(new TopicPartition(topic, info.partition())));
                }
              });
      assertThat(partitions).hasSizeGreaterThanOrEqualTo(4);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (partitions.stream()
          .anyMatch(it -> consumer.position(it) < ends.getOrDefault(it, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          String place = "topic " + record.topic();
          for (Header header : record.headers()) {
            search.accept(place, header.value());
          }
          for (byte[] part : new byte[][] {record.key(), record.value()}) {
            search.accept(place, part == null ? new byte[0] : part);
          }
        }
      }
    }
  }

  static void redis(String url, BiConsumer<String, byte[]> search) {
    try (RedisConnection connection = RedisConnection.open(RedisAddress.parse(url))) {
      var keys = connection.call(COMMANDS.keys("*"));
      assertThat(keys).anyMatch(key -> key.startsWith("feature:people:"));
      for (String key : keys) {
        search.accept("redis", key.getBytes(StandardCharsets.UTF_8));
        search.accept("redis", valueOf(key, connection).getBytes(StandardCharsets.UTF_8));
      }
      connection.call(COMMANDS.flushAll());
    }
  }

  private static String valueOf(String key, RedisConnection connection) {
    return switch (connection.call(COMMANDS.type(key))) {
      case "hash" -> connection.call(COMMANDS.hgetAll(key)).toString();
      case "string" -> connection.call(COMMANDS.get(key));
      default -> throw new AssertionError(key + " is neither a hash nor a text");
    };
  }

  /** Manifests are compressed, so that their bytes tell nothing. */
  static void statistics(CanaryRun run, BiConsumer<String, byte[]> search) throws IOException {
    try (HadoopCatalog catalog = new HadoopCatalog()) {
      catalog.setConf(new Configuration());
      catalog.initialize("audit", Map.of("warehouse", run.warehouse().toUri().toString()));
      Table table =
          catalog.loadTable(TableIdentifier.of(Namespace.of("audit", "public"), "people"));
      int rows = 0;
      for (Snapshot snapshot : table.snapshots()) {
        for (ManifestFile manifest : snapshot.dataManifests(table.io())) {
          try (ManifestReader<DataFile> files = ManifestFiles.read(manifest, table.io())) {
            for (DataFile file : files) {
              rows += (int) file.recordCount();
              bounds(file.lowerBounds(), search);
              bounds(file.upperBounds(), search);
            }
          }
        }
      }
      assertThat(rows).isGreaterThanOrEqualTo(5);
    }
  }

  private static void bounds(Map<Integer, ByteBuffer> bounds, BiConsumer<String, byte[]> search) {
    for (ByteBuffer bound : bounds.values()) {
      byte[] bytes = new byte[bound.remaining()];
      bound.duplicate().get(bytes);
      search.accept("iceberg statistics", bytes);
    }
  }

  static void metrics(CanaryRun run, BiConsumer<String, byte[]> search) {
    StringBuilder all = new StringBuilder();
    run.metrics
        .getMetricsByGroup()
        .forEach(
            (group, metrics) ->
                metrics.forEach(
                    (name, metric) -> {
                      all.append(group.getMetricIdentifier(name)).append('\n');
                      if (metric instanceof Gauge<?> gauge) {
                        all.append(gauge.getValue()).append('\n');
                      }
                    }));
    assertThat(all).contains("tributary");
    search.accept("metrics", all.toString().getBytes(StandardCharsets.UTF_8));
  }
}
