"""ISO 4217: the codes of the currencies in use and how many decimals each has.

The table is here, and not a library's: CLDR, which Babel carries, has *display* digits, and those differ
from ISO 4217 (0 for AFN and IQD, where the standard says 2 and 3).
"""

_CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF
CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL
HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD
MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG
QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD
TWD TZS UAH UGX USD UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""

_OTHER_THAN_TWO = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}

EXPONENTS: dict[str, int] = dict.fromkeys(_CODES.split(), 2) | {
    code: exponent for exponent, codes in _OTHER_THAN_TWO.items() for code in codes.split()
}
"""Decimals of each currency by its code: `EXPONENTS["DKK"]` is 2, `EXPONENTS["JPY"]` is 0."""

UNITS: dict[str, int] = {code: 10**exponent for code, exponent in EXPONENTS.items()}
"""Minor units in one major unit: 100 øre are a krone."""
