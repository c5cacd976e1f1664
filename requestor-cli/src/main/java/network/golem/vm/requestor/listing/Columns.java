package network.golem.vm.requestor.listing;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;

/**
 * What a list can show of its rows.
 *
 * @param id what {@code --quiet} prints of a row
 */
public record Columns<T>(List<Column<T>> all, Function<T, String> id) {

  List<Column<T>> usual() {
    return all.stream().filter(Column::usual).toList();
  }

  Column<T> named(String name) {
    for (Column<T> column : all) {
      if (column.name().equals(name)) {
        return column;
      }
    }
    throw new Failure(
        ExitCode.USAGE,
        "there is no column '" + name + "'",
        "choose from: " + all.stream().map(Column::name).collect(Collectors.joining(", ")));
  }
}
