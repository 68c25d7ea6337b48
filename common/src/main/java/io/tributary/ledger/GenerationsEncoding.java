package io.tributary.ledger;

import io.tributary.event.TableId;
import io.tributary.ledger.TableGenerations.Born;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@link Generations} as state keeps them: a byte for the version of this form, then by table what
 * each generation kept and what is counted, numbers in four or eight bytes and texts behind their
 * length.
 */
final class GenerationsEncoding {

  private static final int VERSION = 1;

  private GenerationsEncoding() {}

  static byte[] encode(Map<TableId, TableGenerations> tables) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(tables.size());
      for (Map.Entry<TableId, TableGenerations> table : new TreeMap<>(tables).entrySet()) {
        write(table.getKey().toString(), out);
        write(table.getValue(), out);
      }
    } catch (IOException e) {
      throw new IllegalStateException("an array takes all that is written to it", e);
    }
    return bytes.toByteArray();
  }

  private static void write(TableGenerations generations, DataOutputStream out) throws IOException {
    out.writeInt(generations.kept().size());
    for (Map.Entry<Integer, Set<String>> kept : generations.kept().entrySet()) {
      out.writeInt(kept.getKey());
      write(kept.getValue(), out);
    }
    out.writeInt(generations.counted().size());
    for (Born each : generations.counted()) {
      write(each.definition(), out);
      out.writeLong(each.reach());
      write(each.columns(), out);
      out.writeInt(each.generation());
    }
  }

  private static void write(Set<String> columns, DataOutputStream out) throws IOException {
    out.writeInt(columns.size());
    for (String column : columns.stream().sorted().toList()) {
      write(column, out);
    }
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static Map<TableId, TableGenerations> decode(byte[] encoded) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IllegalStateException(
            "the definitions in state have version " + version + ": start a newer release");
      }
      Map<TableId, TableGenerations> tables = new HashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        tables.put(TableId.parse(readText(in)), readTable(in));
      }
      return tables;
    } catch (IOException e) {
      throw new IllegalStateException("the definitions in state are damaged", e);
    }
  }

  private static TableGenerations readTable(DataInputStream in) throws IOException {
    NavigableMap<Integer, Set<String>> kept = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      kept.put(in.readInt(), readColumns(in));
    }
    List<Born> counted = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      counted.add(new Born(readText(in), in.readLong(), readColumns(in), in.readInt()));
    }
    return new TableGenerations(counted, kept);
  }

  private static Set<String> readColumns(DataInputStream in) throws IOException {
    Set<String> columns = new HashSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      columns.add(readText(in));
    }
    return columns;
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
