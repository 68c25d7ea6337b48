package io.tributary.tools.dlq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.config.PipelineConfig;
import io.tributary.event.RawRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary dlq show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows everything about one refused record, as JSON.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:shown",
      "1:there is no such dead letter, or its record cannot be shown",
      "2:usage or configuration",
      "3:Kafka cannot be reached, or refuses"
    })
final class DlqShowCommand implements Callable<Integer> {

  private static final JsonMapper JSON = new JsonMapper();

  @Mixin DlqOptions options = new DlqOptions();

  @Parameters(
      paramLabel = "ORIGIN",
      description = "Where the record lay, app.public.users/3@1042; or the offset of a letter.")
  String wanted = "";

  @Option(
      names = "--decrypt",
      description =
          "Shows the record itself too, where the letter carries it; opens encrypted ones"
              + " with the keys of the pipeline's file.")
  boolean decrypt;

  @Override
  public Integer call() {
    return options.run(this::show);
  }

  private int show(PipelineConfig config, KafkaAccess kafka) {
    List<Refused> found =
        DeadLetterBox.read(kafka, config.deadLetters().topic()).refused().stream()
            .filter(this::isWanted)
            .toList();
    if (found.isEmpty()) {
      options.error("no dead letter about " + wanted);
      return DlqOptions.INCOMPLETE;
    }
    boolean complete = true;
    for (Refused refused : found) {
      ObjectNode json = Listing.json(refused);
      ArrayNode letters = json.putArray("all");
      for (KeptLetter kept : refused.letters()) {
        ObjectNode letter = letters.addObject();
        letter.put("at", kept.at().toString()).put("partition", kept.partition());
        letter.put("offset", kept.offset()).set("letter", parsed(kept));
      }
      complete &= !decrypt || record(config, refused, json);
      options.out().println(pretty(json));
    }
    return complete ? ExitCode.OK : DlqOptions.INCOMPLETE;
  }

  private boolean isWanted(Refused refused) {
    return refused.origin().toString().equals(wanted)
        || refused.letters().stream().anyMatch(kept -> Long.toString(kept.offset()).equals(wanted));
  }

  private boolean record(PipelineConfig config, Refused refused, ObjectNode into) {
    try {
      Optional<RawRecord> record =
          refused.latest().letter().record(DlqOptions.keys(config.deadLetters()));
      if (record.isEmpty()) {
        options.error(
            "the letter about "
                + refused.origin()
                + " carries no record; with dead-letters.payload: encrypted it would");
        return false;
      }
      ObjectNode shown = into.putObject("record");
      shown.put("timestamp", record.get().timestampMillis());
      put(shown, "key", record.get().key());
      put(shown, "value", record.get().value());
      ObjectNode headers = shown.putObject("headers");
      record.get().headers().forEach(header -> put(headers, header.name(), header.value()));
      return true;
    } catch (IllegalArgumentException e) {
      options.error(refused.origin() + ": " + e.getMessage());
      return false;
    }
  }

  /** Text as it is, anything else as base64 under a name that says so. */
  private static void put(ObjectNode json, String name, byte @Nullable [] bytes) {
    if (bytes == null) {
      json.putNull(name);
      return;
    }
    try {
      json.put(name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException noText) {
      json.put(name + "_base64", Base64.getEncoder().encodeToString(bytes));
    }
  }

  private static ObjectNode parsed(KeptLetter kept) {
    try {
      return (ObjectNode) JSON.readTree(kept.letter().value());
    } catch (IOException e) {
      throw new IllegalStateException("a letter writes JSON", e);
    }
  }

  private String pretty(ObjectNode json) {
    try {
      return options.json
          ? JSON.writeValueAsString(json)
          : JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }
}
