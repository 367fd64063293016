/** The {@code fisher} command: one class per subcommand, nothing numerical. */
@NullMarked
package io.github.fisherscope.cli;

import org.jspecify.annotations.NullMarked;
