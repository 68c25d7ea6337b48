package io.tributary.tools.rollup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.event.TableId;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Debezium's signal for an incremental snapshot.
 *
 * @see <a href="https://debezium.io/documentation/reference/3.7/configuration/signalling.html">
 *     Debezium's signals</a>
 */
record SnapshotSignal(Set<TableId> tables) {

  private static final String TYPE = "execute-snapshot";

  /** A dot stands for itself well enough, and names are easier to read with it. */
  private static final Pattern MEANS_MORE = Pattern.compile("[\\\\^$|?*+(){}\\[\\]]");

  /**
   * As a row of the signal table.
   *
   * @param table as SQL writes it
   * @param id distinguishes signals
   */
  String sql(String table, String id) {
    return "INSERT INTO %s VALUES ('%s', '%s', '%s');"
        .formatted(table, id, TYPE, data().toString().replace("'", "''"));
  }

  /** As the value of a record in the signal topic, whose key is the connector's prefix. */
  String record() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", TYPE).set("data", data());
    return json.toString();
  }

  private ObjectNode data() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", "incremental");
    ArrayNode collections = json.putArray("data-collections");
    tables.forEach(table -> collections.add(pattern(table)));
    return json;
  }

  /** Debezium takes names for regular expressions. */
  private static String pattern(TableId table) {
    return MEANS_MORE.matcher(table.toString()).replaceAll("\\\\$0");
  }
}
