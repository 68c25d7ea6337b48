package io.tributary.schema;

import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's names of types, as {@code format_type} and {@code create table} write them: {@code
 * numeric(12,2)}, {@code timestamp(3) without time zone}, {@code int8}, {@code text[]}.
 */
public final class PostgresType {

  /** Base name, parameters, what follows them, and the brackets of an array. */
  private static final Pattern NAME =
      Pattern.compile(
          "([^(\\[]+?)\\s*(?:\\((\\d{1,9})(?:,\\s*(-?\\d{1,9}))?\\))?([^(\\[]*)((?:\\[\\d*])*)");

  /** Types that the connector takes apart, or did in some version. */
  private static final Set<String> STRUCTURED =
      Set.of(
          "point,box,lseg,path,polygon,circle,line,geometry,geography,vector,halfvec,sparsevec"
              .split(","));

  /** Taken apart under {@code time.precision.mode=structured}. */
  private static final Pattern TIME_WITH_ZONE =
      Pattern.compile("(timetz|time(\\(\\d\\))? with time zone).*");

  /**
   * Types of PostgreSQL's own that the connector does not know, and the word that stands in a
   * pipeline's file for one of its users' own.
   */
  private static final Set<String> OPAQUE =
      Set.of(
          ("opaque,pg_lsn,tsquery,jsonpath,xid,xid8,cid,tid,pg_snapshot,txid_snapshot,record,"
                  + "int4multirange,int8multirange,nummultirange,tsmultirange,tstzmultirange,"
                  + "datemultirange,regclass,regtype,regproc,regrole,regnamespace")
              .split(","));

  /** The types of elements whose arrays have a placeholder when an update leaves them unchanged. */
  private static final Set<String> TOLD_UNCHANGED =
      Set.of(
          "integer,int,int4,bigint,int8,date,uuid,text,character varying,varchar,json,jsonb,bytea"
              .split(","));

  /** The digits of a time whose declaration does not limit them. */
  private static final int MICROSECONDS = 6;

  /** The letters of the longest address with its net. */
  private static final int INET_LENGTH = 49;

  private PostgresType() {}

  /** The type of a name; a name that is not known here is a type with a text form. */
  public static ColumnType parse(String name) {
    Matcher parts = NAME.matcher(name.strip());
    if (!parts.matches()) {
      return ColumnType.of(Kind.TEXT);
    }
    String base = (parts.group(1) + parts.group(4)).strip();
    ColumnType type = scalar(base, parts.group(2), parts.group(3));
    return parts.group(5).isEmpty() ? type : ColumnType.arrayOf(type);
  }

  /** Whether the connector may write a type's values, or its elements, as objects or arrays. */
  public static boolean isStructured(String name) {
    return STRUCTURED.contains(base(name)) || TIME_WITH_ZONE.matcher(name).matches();
  }

  /** Whether the connector does not know a type and passes on its text as bytes. */
  public static boolean isOpaque(String name) {
    return OPAQUE.contains(base(name));
  }

  /**
   * Whether a type is an array for which the connector has no placeholder: it writes NULL, or
   * stops, where an update leaves a value unchanged that is stored outside of its row.
   */
  public static boolean isWithoutPlaceholder(String name) {
    return name.endsWith("]") && !TOLD_UNCHANGED.contains(base(name));
  }

  /** A type's own name, without schema, parameters and brackets. */
  private static String base(String name) {
    String whole = name.replaceFirst("[(\\[].*", "").strip();
    return whole.substring(whole.lastIndexOf('.') + 1).replace("\"", "");
  }

  private static ColumnType scalar(String name, @Nullable String first, @Nullable String second) {
    int parameter = first == null ? 0 : Integer.parseInt(first);
    return switch (name) {
      case "boolean", "bool" -> ColumnType.of(Kind.BOOLEAN);
      case "smallint", "int2", "smallserial" -> ColumnType.of(Kind.SMALLINT);
      case "integer", "int", "int4", "serial" -> ColumnType.of(Kind.INTEGER);
      case "bigint", "int8", "bigserial", "oid" -> ColumnType.of(Kind.BIGINT);
      case "real", "float4" -> ColumnType.of(Kind.REAL);
      case "double precision", "float8", "float" -> ColumnType.of(Kind.DOUBLE);
      case "numeric", "decimal" ->
          ColumnType.numeric(parameter, second == null ? 0 : Integer.parseInt(second));
      case "character", "char", "bpchar" ->
          new ColumnType(Kind.TEXT, Math.max(parameter, 1), 0, null);
      case "inet" -> new ColumnType(Kind.TEXT, INET_LENGTH, 0, null);
      case "money" -> ColumnType.of(Kind.NUMERIC);
      case "json", "jsonb" -> ColumnType.of(Kind.JSON);
      case "uuid" -> ColumnType.of(Kind.UUID);
      case "bytea" -> ColumnType.of(Kind.BYTES);
      case "date" -> ColumnType.of(Kind.DATE);
      case "interval" -> ColumnType.of(Kind.INTERVAL);
      case "bit" -> new ColumnType(Kind.BITS, Math.max(parameter, 1), 0, null);
      case "bit varying", "varbit" -> ColumnType.of(Kind.BITS);
      case "time", "time without time zone" -> timed(Kind.TIME, first);
      case "timestamp", "timestamp without time zone" -> timed(Kind.TIMESTAMP, first);
      case "timestamptz", "timestamp with time zone" -> timed(Kind.TIMESTAMPTZ, first);
      default -> named(name);
    };
  }

  private static ColumnType named(String name) {
    if (name.startsWith("interval ")) {
      return ColumnType.of(Kind.INTERVAL);
    }
    return ColumnType.of(name.matches("(.*\\.)?\"?hstore\"?") ? Kind.HSTORE : Kind.TEXT);
  }

  private static ColumnType timed(Kind kind, @Nullable String digits) {
    return new ColumnType(kind, digits == null ? MICROSECONDS : Integer.parseInt(digits), 0, null);
  }
}
