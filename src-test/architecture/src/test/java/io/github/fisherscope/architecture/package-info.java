/** Rules about who may know whom, checked on the compiled classes. */
@NullMarked
package io.github.fisherscope.architecture;

import org.jspecify.annotations.NullMarked;
