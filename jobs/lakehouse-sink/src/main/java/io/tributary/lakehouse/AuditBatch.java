package io.tributary.lakehouse;

import io.tributary.event.TableId;
import java.util.List;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.JsonUtil;

/**
 * What one writer wrote for one source table between two checkpoints, to be committed once.
 *
 * @param id unique; a table's history names the batches that it holds, so that a batch whose commit
 *     succeeded unnoticed is found there and not committed again
 * @param files Iceberg's own JSON of each data file
 */
record AuditBatch(String id, TableId source, List<String> files) {

  AuditBatch {
    files = List.copyOf(files);
  }

  /** A batch of files of the source's audit table. */
  static AuditBatch of(String id, TableId source, Table table, List<DataFile> files) {
    List<String> json =
        files.stream()
            .map(file -> ContentFileParser.toJson(file, table.specs().get(file.specId())))
            .toList();
    return new AuditBatch(id, source, json);
  }

  /** The files as parts of the table. */
  List<DataFile> dataFiles(Table table) {
    return files.stream()
        .map(
            json ->
                (DataFile)
                    JsonUtil.parse(json, node -> ContentFileParser.fromJson(node, table.specs())))
        .toList();
  }
}
