package io.tributary.runtime.direct;

import io.tributary.config.DatabaseConfig;
import io.tributary.runtime.tables.PostgresCatalog;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The array types of a database, by their OIDs, and how their elements are written. */
record ArrayTypes(Map<Integer, Elements> byOid) {

  /** What stands between two elements, and how each is written. */
  record Elements(ArrayElement form, char delimiter) {}

  /** Without the arrays of tables' rows. */
  private static final String TYPES =
      """
      SELECT a.oid::bigint, e.typname, e.typtype = 'e', e.typdelim
        FROM pg_type a JOIN pg_type e ON e.oid = a.typelem AND e.typarray = a.oid
        LEFT JOIN pg_class c ON c.oid = e.typrelid
       WHERE coalesce(c.relkind, 'c') = 'c'
       ORDER BY 1
      """;

  /**
   * The types with a text form that is passed on as it is: those of the schema history's script
   * that are neither opaque nor something else here.
   */
  private static final Set<String> TEXTS =
      Set.of(
          ("numeric,text,varchar,bpchar,char,name,citext,json,jsonb,uuid,xml,time,timetz,inet,cidr,"
                  + "macaddr,macaddr8,int4range,int8range,numrange,tsrange,tstzrange,daterange,"
                  + "tsvector,point,box,lseg,path,polygon,circle,line,ltree,isbn,vector,halfvec,"
                  + "sparsevec")
              .split(","));

  static ArrayTypes read(DatabaseConfig database) throws SQLException {
    Map<Integer, Elements> types = new HashMap<>();
    try (Connection connection = PostgresCatalog.source(database).getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(TYPES)) {
      while (row.next()) {
        ArrayElement form = row.getBoolean(3) ? ArrayElement.TEXT : form(row.getString(2));
        if (form != null) {
          types.put((int) row.getLong(1), new Elements(form, row.getString(4).charAt(0)));
        }
      }
    }
    return new ArrayTypes(Map.copyOf(types));
  }

  /** Null for what the connector itself writes right. */
  private static @Nullable ArrayElement form(String element) {
    return switch (element) {
      case "bool" -> ArrayElement.BOOLEAN;
      case "int2", "int4", "int8", "oid" -> ArrayElement.WHOLE;
      case "float4" -> ArrayElement.REAL;
      case "float8" -> ArrayElement.DOUBLE;
      case "date", "timestamp", "timestamptz" -> ArrayElement.MOMENT;
      case "interval" -> ArrayElement.INTERVAL;
      case "bytea" -> ArrayElement.BYTES;
      case "bit", "varbit" -> ArrayElement.LOST;
      case "money" -> ArrayElement.MONEY;
      case "hstore", "geometry", "geography" -> null;
      default -> TEXTS.contains(element) ? ArrayElement.TEXT : ArrayElement.OPAQUE;
    };
  }

  /** As a connector's setting: lines as {@code 1231=TEXT,}, OID, form and delimiter of each. */
  String toSetting() {
    return byOid.entrySet().stream()
        .map(
            type ->
                "%d=%s%c"
                    .formatted(type.getKey(), type.getValue().form(), type.getValue().delimiter()))
        .collect(Collectors.joining("\n"));
  }

  static ArrayTypes ofSetting(String setting) {
    Map<Integer, Elements> types = new HashMap<>();
    for (String type : setting.lines().toList()) {
      int sign = type.indexOf('=');
      int last = type.length() - 1;
      types.put(
          Integer.parseInt(type.substring(0, sign)),
          new Elements(ArrayElement.valueOf(type.substring(sign + 1, last)), type.charAt(last)));
    }
    return new ArrayTypes(Map.copyOf(types));
  }
}
