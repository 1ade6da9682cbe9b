"""The five schemas of Inside Airbnb's listing files, and a home of Ada's to put into them."""

from hytte.domain.imports import ListingRecord
from hytte.domain.insideairbnb import ListingReader

SUMMARY_2019 = (
    "id,name,host_id,host_name,neighbourhood_group,neighbourhood,latitude,longitude,room_type,price,"
    "minimum_nights,number_of_reviews,last_review,reviews_per_month,calculated_host_listings_count,"
    "availability_365"
)
SUMMARY_2025 = SUMMARY_2019 + ",number_of_reviews_ltm,license"
_HOST = (
    "host_id,host_url,host_name,host_since,host_location,host_about,host_response_time,host_response_rate,"
    "host_acceptance_rate,host_is_superhost,host_thumbnail_url,host_picture_url,host_neighbourhood,"
    "host_listings_count,host_total_listings_count,host_verifications,host_has_profile_pic,"
    "host_identity_verified,"
)
_SCORES = (
    "review_scores_rating,review_scores_accuracy,review_scores_cleanliness,review_scores_checkin,"
    "review_scores_communication,review_scores_location,review_scores_value,"
)
_AVAILABILITY = (
    "calendar_updated,has_availability,availability_30,availability_60,availability_90,availability_365,"
    "calendar_last_scraped,number_of_reviews,"
)
DETAILED_2016 = (
    "id,listing_url,scrape_id,last_scraped,name,summary,space,description,experiences_offered,"
    "neighborhood_overview,notes,transit,access,interaction,house_rules,thumbnail_url,medium_url,picture_url,"
    f"xl_picture_url,{_HOST}street,neighbourhood,neighbourhood_cleansed,neighbourhood_group_cleansed,city,"
    "state,zipcode,market,smart_location,country_code,country,latitude,longitude,is_location_exact,"
    "property_type,room_type,accommodates,bathrooms,bedrooms,beds,bed_type,amenities,square_feet,price,"
    "weekly_price,monthly_price,security_deposit,cleaning_fee,guests_included,extra_people,minimum_nights,"
    f"maximum_nights,{_AVAILABILITY}first_review,last_review,{_SCORES}requires_license,license,"
    "jurisdiction_names,instant_bookable,cancellation_policy,require_guest_profile_picture,"
    "require_guest_phone_verification,calculated_host_listings_count,reviews_per_month"
)
_UNTIL_REVIEWS_2024 = (
    "id,listing_url,scrape_id,last_scraped,source,name,description,neighborhood_overview,picture_url,"
    f"{_HOST}neighbourhood,neighbourhood_cleansed,neighbourhood_group_cleansed,latitude,longitude,"
    "property_type,room_type,accommodates,bathrooms,bathrooms_text,bedrooms,beds,amenities,price,"
    "minimum_nights,maximum_nights,minimum_minimum_nights,maximum_minimum_nights,minimum_maximum_nights,"
    f"maximum_maximum_nights,minimum_nights_avg_ntm,maximum_nights_avg_ntm,{_AVAILABILITY}"
    "number_of_reviews_ltm,number_of_reviews_l30d,"
)
_FROM_REVIEWS_2024 = (
    f"first_review,last_review,{_SCORES}license,instant_bookable,calculated_host_listings_count,"
    "calculated_host_listings_count_entire_homes,calculated_host_listings_count_private_rooms,"
    "calculated_host_listings_count_shared_rooms,reviews_per_month"
)
DETAILED_2024 = _UNTIL_REVIEWS_2024 + _FROM_REVIEWS_2024
DETAILED_2025 = (
    f"{_UNTIL_REVIEWS_2024}availability_eoy,number_of_reviews_ly,estimated_occupancy_l365d,"
    f"estimated_revenue_l365d,{_FROM_REVIEWS_2024}"
)

ADAS_HOME = {
    "id": "1382677918676502519",
    "name": "Loft by the lakes",
    "host_id": "815",
    "host_name": "Ada",
    "neighbourhood": "Indre By",
    "latitude": "55.6801",
    "longitude": "12.5702",
    "room_type": "Entire home/apt",
    "price": "900",
    "minimum_nights": "3",
}
ADAS_HOME_IN_DETAIL = ADAS_HOME | {
    "neighbourhood": "Neighborhood highlights",
    "neighbourhood_cleansed": "Indre By",
    "description": "Quiet &amp; light.<br />No pets.",
    "property_type": "Entire loft",
    "accommodates": "4",
    "bathrooms": "1.5",
    "bedrooms": "2",
    "beds": "3.0",
    "amenities": r'["Wifi", "Host\u2019s bikes"]',
    "price": "$1,200.00",
    "maximum_nights": "1125",
}


def read(header: str, values: dict[str, str], currency: str = "DKK") -> ListingRecord:
    names = header.split(",")
    row = [values.get(name, "") for name in names]
    return ListingReader(names, city="København", currency=currency).read(row)


def read_changed(currency: str = "DKK", **changed: str) -> ListingRecord:
    return read(DETAILED_2024, ADAS_HOME_IN_DETAIL | changed, currency)
