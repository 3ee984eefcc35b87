DROP TABLE onboarding_reviews;
DROP TABLE onboarding_items;
DROP TABLE onboardings;
