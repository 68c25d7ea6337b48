package io.tributary.tools.dlq;

import io.tributary.event.DeadLetter;
import io.tributary.tools.options.Moment;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Which letters a command is about; what is not said does not matter. */
final class LetterFilter {

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  @Option(names = "--code", split = ",", paramLabel = "CODE", description = "Only these codes.")
  List<String> codes = List.of();

  @Option(names = "--table", split = ",", paramLabel = "TABLE", description = "Only these tables.")
  List<String> tables = List.of();

  @Option(names = "--stage", split = ",", paramLabel = "STAGE", description = "Only these stages.")
  List<String> stages = List.of();

  @Option(names = "--job", split = ",", paramLabel = "JOB", description = "Only of these jobs.")
  List<String> jobs = List.of();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "Only letters from this time on: 2026-02-28, 2026-02-28T12:00:00Z, or 2h ago.")
  @Nullable Instant since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "Only letters before this time.")
  @Nullable Instant until;

  @Option(names = "--topic", paramLabel = "TOPIC", description = "Only records of this topic.")
  @Nullable String topic;

  @Option(names = "--partition", paramLabel = "N", description = "Only records of this partition.")
  @Nullable Integer partition;

  @Option(
      names = "--offset",
      paramLabel = "FROM-TO",
      converter = Offsets.class,
      description = "Only records at these offsets: 1042, 1000-2000, 1000-.")
  @Nullable Range offsets;

  /** Offsets, both ends included. */
  record Range(long from, long to) {}

  /**
   * Refuses what no letter can be.
   *
   * @throws ParameterException if a time or a number makes no sense
   */
  void check() {
    if (since != null && until != null && !since.isBefore(until)) {
      throw wrong("--until is not behind --since, so that nothing is between them");
    } else if (partition != null && partition < 0) {
      throw wrong("--partition is a number from 0 on");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  boolean accepts(Refused refused) {
    return refused.letters().stream().anyMatch(this::accepts);
  }

  private boolean accepts(KeptLetter kept) {
    DeadLetter what = kept.letter().what();
    return isAny(codes, what.code())
        && isAny(tables, what.table())
        && isAny(stages, what.stage())
        && isAny(jobs, kept.letter().job())
        && (since == null || !kept.at().isBefore(since))
        && (until == null || kept.at().isBefore(until))
        && (topic == null || topic.equals(what.topic()))
        && (partition == null || partition == what.partition())
        && (offsets == null || what.offset() >= offsets.from() && what.offset() <= offsets.to());
  }

  private static boolean isAny(List<String> wanted, String value) {
    return wanted.isEmpty() || wanted.contains(value);
  }

  /** Reads an offset or a range of them. */
  static final class Offsets implements ITypeConverter<Range> {

    private static final Pattern RANGE = Pattern.compile("([0-9]{1,18})(-([0-9]{0,18}))?");

    @Override
    public Range convert(String text) {
      Matcher range = RANGE.matcher(text);
      if (!range.matches()) {
        throw new TypeConversionException("'" + text + "' is not a range: write 1042 or 1000-2000");
      }
      long from = Long.parseLong(range.group(1));
      if (range.group(2) == null) {
        return new Range(from, from);
      }
      String to = range.group(3);
      long last = to == null || to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
      if (last < from) {
        throw new TypeConversionException("'" + text + "' ends before it begins");
      }
      return new Range(from, last);
    }
  }
}
