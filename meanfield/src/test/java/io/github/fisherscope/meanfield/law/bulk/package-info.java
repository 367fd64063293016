/** Tests of the law of the bulk at finite width. */
@NullMarked
package io.github.fisherscope.meanfield.law.bulk;

import org.jspecify.annotations.NullMarked;
