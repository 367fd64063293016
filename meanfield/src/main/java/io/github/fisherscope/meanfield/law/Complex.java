package io.github.fisherscope.meanfield.law;

/**
 * A complex number.
 *
 * @param re real part
 * @param im imaginary part
 */
public record Complex(double re, double im) {
    /** 0. */
    public static final Complex ZERO = new Complex(0, 0);

    /** 1. */
    public static final Complex ONE = new Complex(1, 0);

    /** Returns x as a complex number. */
    public static Complex real(double x) {
        return new Complex(x, 0);
    }

    /** Returns the sum. */
    public Complex plus(Complex o) {
        return new Complex(re + o.re, im + o.im);
    }

    /** Returns the sum. */
    public Complex plus(double x) {
        return new Complex(re + x, im);
    }

    /** Returns the difference. */
    public Complex minus(Complex o) {
        return new Complex(re - o.re, im - o.im);
    }

    /** Returns the product. */
    public Complex times(Complex o) {
        return new Complex(re * o.re - im * o.im, re * o.im + im * o.re);
    }

    /** Returns the multiple. */
    public Complex times(double x) {
        return new Complex(re * x, im * x);
    }

    /** Returns the quotient, without overflow of squares. */
    public Complex over(Complex o) {
        if (Math.abs(o.re) >= Math.abs(o.im)) {
            double ratio = o.im / o.re;
            double scale = o.re + o.im * ratio;
            return new Complex((re + im * ratio) / scale, (im - re * ratio) / scale);
        }
        double ratio = o.re / o.im;
        double scale = o.re * ratio + o.im;
        return new Complex((re * ratio + im) / scale, (im * ratio - re) / scale);
    }

    /** Returns 1/this. */
    public Complex inverse() {
        return ONE.over(this);
    }

    /** Returns |re| + |im|. */
    public double size() {
        return Math.abs(re) + Math.abs(im);
    }

    /** Returns the square root with positive imaginary part (or positive real part on the real axis). */
    public Complex root() {
        double modulus = Math.hypot(re, im);
        double x = Math.sqrt(0.5 * (modulus + Math.abs(re)));
        if (x == 0) {
            return ZERO;
        }
        double y = Math.abs(im) / (2 * x);
        double real = re >= 0 ? x : y;
        double imaginary = re >= 0 ? y : x;
        return new Complex(im < 0 ? -real : real, imaginary);
    }
}
