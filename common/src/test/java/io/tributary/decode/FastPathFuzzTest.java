package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.decode.wire.WireFormat;
import io.tributary.event.RawRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the fast path accepts is what the tree path makes of the same bytes, whatever they are. A
 * longer run: {@code -Dtest=FastPathFuzzTest -Dtributary.fuzz.rounds=5000000}.
 */
class FastPathFuzzTest {

  /** Another run of the same property: {@code -Dtributary.seed=...}. */
  private static final long SEED = Long.getLong("tributary.seed", System.nanoTime());

  private static final int ROUNDS = Integer.getInteger("tributary.fuzz.rounds", 10_000);

  /** One mutant in so many is an example for the fast path, if the tree path accepts it. */
  private static final int LESSONS = 50;

  private final Random random = new Random(SEED);
  private final Mutations mutations = new Mutations(random);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "schemas",
        "defaults",
        "generated",
        "generatedWithSchemas",
        "generatedOfWhichSomeIsNeeded"
      })
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void acceptsNothingThatTheTreeReadsOtherwise(String source) throws IOException {
    List<RawRecord> records = records(source);
    ChangeEventDecoder both = decoder(source);
    ChangeEventDecoder tree = decoder(source);
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      RawRecord original = records.get(random.nextInt(records.size()));
      both.decode(original);
      RawRecord mutated = mutated(original);
      Decoded fast = both.decodeFast(mutated);
      accepted += fast == null ? 0 : 1;
      boolean teach = random.nextInt(LESSONS) == 0;
      if (fast == null && !teach) {
        continue; // Then the tree path would be compared with itself.
      }
      Decoded actual = teach ? both.decode(mutated) : fast;
      Decoded expected = tree.decodeTree(mutated);
      if (!expected.equals(actual)) {
        assertThat(actual)
            .as("%s, -Dtributary.seed=%d, round %d: %s", source, SEED, round, shown(mutated))
            .isEqualTo(expected);
      }
    }
    System.out.printf("%s: %d of %d mutants took the fast path%n", source, accepted, ROUNDS);
    assertThat(accepted).as("-Dtributary.seed=%d", SEED).isGreaterThan(ROUNDS / 50);
  }

  @ParameterizedTest
  @ValueSource(strings = {"generated", "generatedWithSchemas", "generatedOfWhichSomeIsNeeded"})
  void acceptsUsualRecords(String source) throws IOException {
    ChangeEventDecoder decoder = decoder(source);
    List<RawRecord> records = records(source);
    decoder.decode(records.get(0));
    for (RawRecord record : records) {
      assertThat(decoder.decodeFast(record))
          .as("-Dtributary.seed=%d: %s", SEED, shown(record))
          .isEqualTo(decoder.decodeTree(record))
          .isNotNull();
    }
  }

  private List<RawRecord> records(String source) throws IOException {
    if (source.startsWith("generated")) {
      return new RandomRecords(random, source.endsWith("Schemas")).some(300);
    }
    List<RawRecord> records = new ArrayList<>(Recordings.of(source));
    records.removeIf(record -> record.value() == null);
    return records;
  }

  private static ChangeEventDecoder decoder(String source) throws IOException {
    if (source.endsWith("Needed")) {
      return ChangeEventDecoder.of(
          TableDescriptions.fixed(RandomRecords.TABLES),
          WireFormat.DEFAULT,
          null,
          RandomRecords.SOME_COLUMNS);
    }
    return source.startsWith("generated")
        ? ChangeEventDecoder.of(RandomRecords.TABLES)
        : RecordedChanges.decoder(source);
  }

  private RawRecord mutated(RawRecord from) {
    byte[] key = from.key();
    byte[] value = Objects.requireNonNull(from.value());
    if (key != null && random.nextInt(6) == 0) {
      key = mutations.of(key);
    } else {
      value = mutations.of(value);
    }
    return new RawRecord(from.origin(), from.timestampMillis(), key, value, headers(from));
  }

  /** Those of the record, and of some what makes it one half of a key change. */
  private List<RawRecord.Header> headers(RawRecord from) {
    if (random.nextInt(20) > 0) {
      return from.headers();
    }
    List<RawRecord.Header> headers = new ArrayList<>(from.headers());
    String name = random.nextBoolean() ? KeyReader.NEW_KEY : KeyReader.OLD_KEY;
    headers.add(new RawRecord.Header(name, from.key()));
    return headers;
  }

  private static String shown(RawRecord record) {
    byte[] value = Objects.requireNonNull(record.value());
    String key = record.key() == null ? "none" : HexFormat.of().formatHex(record.key());
    return "key %s, value %s, %s"
        .formatted(key, HexFormat.of().formatHex(value), new String(value, StandardCharsets.UTF_8));
  }
}
