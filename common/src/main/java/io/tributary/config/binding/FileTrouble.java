package io.tributary.config.binding;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be used, in words; what exceptions about files say is often a path alone. */
public final class FileTrouble {
  private FileTrouble() {}

  /** Such as {@code there is no such file}. */
  public static String of(IOException trouble) {
    if (trouble instanceof NoSuchFileException) {
      return "there is no such file";
    } else if (trouble instanceof AccessDeniedException) {
      return "permission denied";
    } else if (trouble instanceof FileAlreadyExistsException) {
      return "another file is there";
    } else if (trouble instanceof CharacterCodingException) {
      return "it is not UTF-8";
    }
    String said =
        trouble instanceof FileSystemException file ? file.getReason() : trouble.getMessage();
    return said == null ? trouble.getClass().getSimpleName() : said;
  }
}
