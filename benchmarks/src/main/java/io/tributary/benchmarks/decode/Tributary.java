package io.tributary.benchmarks.decode;

import io.tributary.decode.ChangeEventDecoder;
import io.tributary.decode.Decoded;
import io.tributary.event.ChangeEvent;
import io.tributary.event.RawRecord;
import io.tributary.event.RowImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ours: key, both images of all columns, position, transaction, times. */
final class Tributary implements Contender {

  private final ChangeEventDecoder decoder =
      ChangeEventDecoder.of(Map.of(Messages.TABLE, Messages.DESCRIPTION));

  private ChangeEvent event(RawRecord record) {
    return ((Decoded.Change) decoder.decode(record)).event();
  }

  @Override
  public long decode(RawRecord record) {
    return event(record).position().lsn();
  }

  @Override
  public List<String> told(RawRecord record) {
    ChangeEvent event = event(record);
    List<String> told = new ArrayList<>();
    add(told, "-", event.before());
    add(told, "+", event.after());
    return told;
  }

  private static void add(List<String> told, String sign, @Nullable RowImage image) {
    if (image != null) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < image.schema().size(); i++) {
        values.add(image.value(i));
      }
      told.add(sign + values);
    }
  }
}
