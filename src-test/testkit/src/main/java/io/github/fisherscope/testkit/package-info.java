/** JUnit helpers on plain numbers; they use no module of the project, so every module may use them. */
@NullMarked
package io.github.fisherscope.testkit;

import org.jspecify.annotations.NullMarked;
