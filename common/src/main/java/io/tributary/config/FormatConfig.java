package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Place;
import io.tributary.decode.wire.BinaryMode;
import io.tributary.decode.wire.DecimalMode;
import io.tributary.decode.wire.DeleteForm;
import io.tributary.decode.wire.RecordForm;
import io.tributary.decode.wire.TimePrecision;
import io.tributary.decode.wire.WireFormat;
import java.io.Serializable;

/** How the connector writes its records, where they do not show it themselves. */
public record FormatConfig(
    @Doc(
            value =
                "Whether values are Debezium's envelopes or rows flattened by ExtractNewRecordState.",
            byDefault = "envelope")
        RecordForm records,
    @Doc(
            value = "Which flattened records mark a deletion: rows with __deleted, or tombstones.",
            byDefault = "rewrite")
        DeleteForm deletes,
    @Doc(
            value = "The unit of times in records without a schema: time.precision.mode.",
            byDefault = "adaptive")
        TimePrecision timePrecision,
    @Doc(
            value = "The form of numeric in records without a schema: decimal.handling.mode.",
            byDefault = "string")
        DecimalMode decimals,
    @Doc(value = "The form of bytea: binary.handling.mode.", byDefault = "bytes") BinaryMode binary,
    @Doc(
            value =
                "Whether the converter to Avro writes a column's default for NULL; then a value that"
                    + " equals its column's default is unknown.",
            byDefault = "true")
        Boolean avroNullsReplaced,
    @Doc(
            value =
                "What stands for an unchanged large value, text or hex:...:"
                    + " unavailable.value.placeholder.",
            byDefault = WireFormat.PLACEHOLDER)
        String placeholder)
    implements Serializable, Checked {

  /** The connector's settings that Tributary asks for. */
  public static final FormatConfig DEFAULT =
      new FormatConfig(
          RecordForm.ENVELOPE,
          DeleteForm.REWRITE,
          TimePrecision.ADAPTIVE,
          DecimalMode.STRING,
          BinaryMode.BYTES,
          true,
          WireFormat.PLACEHOLDER);

  @Override
  public void check(Place place) {
    try {
      WireFormat.DEFAULT.withPlaceholder(placeholder);
    } catch (IllegalArgumentException e) {
      place.at("placeholder").report("is not hexadecimal behind hex:", "write it as hex:00ff");
    }
  }

  /** The format, without what else the pipeline says of topics. */
  WireFormat wireFormat() {
    return WireFormat.DEFAULT
        .withRecords(records, deletes)
        .withTimes(timePrecision)
        .withDecimals(decimals)
        .withBinary(binary)
        .withAvroNullsReplaced(avroNullsReplaced)
        .withPlaceholder(placeholder);
  }
}
