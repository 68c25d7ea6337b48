package io.tributary.tools.dlq;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A table for people, each column as wide as it needs. */
final class Listing {

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final List<List<String>> rows = new ArrayList<>();

  Listing(String... headings) {
    rows.add(List.of(headings));
  }

  Listing row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      // Anyone can write to a topic, and a terminal obeys what it is sent.
      row.add(CONTROL.matcher(String.valueOf(cell)).replaceAll("\uFFFD"));
    }
    rows.add(row);
    return this;
  }

  List<String> lines() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      line.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
    }
    return line.toString().stripTrailing();
  }

  /** A refused record for programs, without its payload. */
  static ObjectNode json(Refused refused) {
    KeptLetter latest = refused.latest();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("origin", refused.origin().toString());
    json.put("topic", refused.origin().topic());
    json.put("partition", refused.origin().partition());
    json.put("offset", refused.origin().offset());
    json.put("code", latest.letter().what().code());
    json.put("stage", latest.letter().what().stage());
    json.put("table", latest.letter().what().table());
    json.put("epoch", refused.epoch());
    json.put("detail", latest.letter().what().detail());
    json.put("at", latest.at().toString());
    ArrayNode jobs = json.putArray("jobs");
    refused.jobs().forEach(jobs::add);
    json.put("letters", refused.letters().size());
    json.put("replays", refused.replays());
    json.put("status", status(refused));
    return json;
  }

  static String status(Refused refused) {
    if (!refused.isPending()) {
      return "replayed";
    }
    return refused.replays() == 0 ? "pending" : "rejected again";
  }
}
