package io.tributary.runtime.decoding;

import io.tributary.config.DeadLetterConfig;
import io.tributary.config.EncryptionConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.config.Secret;
import io.tributary.deadletter.EncryptedPayload;
import io.tributary.deadletter.Payload;
import io.tributary.deadletter.PayloadKey;
import io.tributary.deadletter.RawPayload;
import io.tributary.deadletter.RedactedPayload;
import io.tributary.deadletter.ReplayHeaders;
import io.tributary.event.DeadLetter;
import io.tributary.event.RawRecord;
import io.tributary.policy.Tokenizer;
import io.tributary.runtime.policy.PolicyRules;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes dead letters of the records that a step refuses, and stops the job when they become too
 * many. A record is put into its letter as {@code dead-letters.payload} says before it leaves the
 * step, so that no channel and no checkpoint holds it in the clear.
 */
final class Rejections {

  /** Permanent, as the latest outcomes are kept under it. */
  static final String STATE = "latest-outcomes";

  private final String stage;
  private final int epoch;
  private final Payload payload;
  private final FailureLimit limit;
  private final ListState<String> outcomes;

  private Rejections(
      String stage, int epoch, Payload payload, FailureLimit limit, ListState<String> outcomes) {
    this.stage = stage;
    this.epoch = epoch;
    this.payload = payload;
    this.limit = limit;
    this.outcomes = outcomes;
  }

  /** For a step, with what it remembers. */
  static Rejections open(String stage, PipelineConfig config, FunctionInitializationContext context)
      throws Exception {
    ListState<String> outcomes =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>(STATE, Types.STRING));
    FailureLimit limit = new FailureLimit(config.deadLetters().failAbove());
    limit.restore(outcomes.get());
    return new Rejections(stage, config.source().epoch(), payload(config), limit, outcomes);
  }

  void snapshot() throws Exception {
    outcomes.update(limit.snapshot());
  }

  /** Counts a record that could be used. */
  void accept(RawRecord record) {
    if (isFirstTried(record)) {
      limit.decoded();
    }
  }

  /**
   * The letter of a record that could not be used.
   *
   * @throws TooManyRejectedException if too many could not
   */
  DeadLetter reject(String code, String table, RawRecord record, String detail) {
    if (isFirstTried(record)) {
      limit.rejected(code, record.origin(), detail);
    }
    return DeadLetter.of(code, stage, table, epoch, record.origin(), detail)
        .carrying(payload.of(record), ReplayHeaders.attempt(record));
  }

  /** A replay drains nothing: what it tries again is among the dead letters already. */
  private static boolean isFirstTried(RawRecord record) {
    return ReplayHeaders.attempt(record) == 0;
  }

  private static Payload payload(PipelineConfig config) {
    DeadLetterConfig deadLetters = config.deadLetters();
    return switch (deadLetters.payload()) {
      case REDACTED -> new RedactedPayload(digest(new PolicyRules(config)));
      case ENCRYPTED -> new EncryptedPayload(key(deadLetters.encryption()));
      case RAW -> new RawPayload();
    };
  }

  private static PayloadKey key(@Nullable EncryptionConfig encryption) {
    Secret key = encryption == null ? null : encryption.keys().get(encryption.current());
    if (encryption == null || key == null) {
      throw new IllegalArgumentException("payload: encrypted needs dead-letters.encryption");
    }
    return PayloadKey.of(encryption.current(), key.reveal());
  }

  /**
   * A digest without a key would let those who know the rest of a record find out a protected value
   * by trying, so there is none where a rule protects something and the pipeline has no key.
   */
  private static Function<byte[], String> digest(PolicyRules rules) {
    Tokenizer tokenizer = rules.currentTokenizer();
    if (tokenizer != null) {
      return tokenizer::token;
    }
    return rules.protectsNothing() ? Rejections::sha256 : bytes -> "";
  }

  private static String sha256(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
